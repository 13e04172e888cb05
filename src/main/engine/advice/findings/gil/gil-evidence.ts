import type { DetailRows } from '../../../../../shared/session.ts';
import type { WaitTimes } from '../../../scheduling/wait-shares.ts';

/** A process of Python in which two threads or more wanted to run at a time, and what they did in that time. */
export interface GilEvidence {
  readonly pid: number;
  /** As people know it: `python3`. */
  readonly program: string;
  /** How long two or more wanted to, and from when to when that was. */
  readonly contendedNs: number;
  readonly from: number;
  readonly to: number;
  /** Those that wanted to run for a considerable part of what is known of them; without, for instance, one that waits for a pool's results. */
  readonly threads: number;
  /** What these did, together. */
  readonly waits: WaitTimes;
  readonly onCpuNs: number;
  /** The pool that most of them work for; null: none, or not known. */
  readonly pool: DetailRows['pools'] | null;
}
