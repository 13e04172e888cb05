import type { ComparedDistribution, ComparedMetric, ComparedSubject } from '../../../shared/comparison.ts';
import type { SessionReader } from '../../../shared/session.ts';

/** One of two sessions, with its report. */
export interface Side<Report> {
  readonly session: SessionReader;
  readonly report: Report;
}

/** What a comparison finds, apart from the sessions themselves. */
export interface Compared {
  readonly subjects: readonly ComparedSubject[];
  readonly metrics: readonly ComparedMetric[];
  readonly distributions: readonly ComparedDistribution[];
  readonly only_in: { readonly a: readonly string[]; readonly b: readonly string[] };
}
