import type { TrialScheduling } from '../../collector/collector.ts';

/** Threads of the workload that the session does not tell all of. */
export interface UnrecordedThreads {
  /** Known to have run, and nothing was recorded of them. */
  readonly threadsMissed: number;
  /** Whose switches the kernel refused to record. */
  readonly threadsNotFollowed: number;
}

export const noneUnrecorded: UnrecordedThreads = { threadsMissed: 0, threadsNotFollowed: 0 };

export const unrecordedThreads = ({
  threadsMissed,
  threadsNotFollowed,
}: TrialScheduling): UnrecordedThreads => ({ threadsMissed, threadsNotFollowed });
