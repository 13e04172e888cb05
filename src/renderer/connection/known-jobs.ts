import type { ErrorEnvelope } from '../../shared/errors.ts';
import { isUnderWay, type Job } from '../../shared/jobs.ts';

/** `jobs` with what is now known of one of them. */
export const withJob = (jobs: readonly Job[], changed: Job): readonly Job[] =>
  jobs.some(({ id }) => id === changed.id)
    ? jobs.map((job) => (job.id === changed.id ? changed : job))
    : [...jobs, changed];

/**
 * The jobs after a new conversation began, in which the engine named those of `reported`. One that was under way and
 * is not named any more ended unheard; whether well is in its session or its file.
 */
export function withReported(jobs: readonly Job[], reported: readonly Job[]): readonly Job[] {
  const others = jobs.filter(({ id }) => !reported.some((job) => job.id === id));
  return [...others.map(endedUnheard), ...reported];
}

const endedUnheard = (job: Job): Job =>
  isUnderWay(job) ? { ...job, state: { type: 'failed', kept: true, error: unheard } } : job;

const unheard: ErrorEnvelope = {
  code: 'interrupted',
  message: 'The engine ended while this ran.',
  remedy: 'What was measured until then is kept; start it again for the rest.',
};
