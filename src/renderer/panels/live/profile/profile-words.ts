import type { Job, ProfileProgress } from '../../../../shared/jobs.ts';

/** What a profile is doing right now, for people. */
export function describeProfilePhase(progress: ProfileProgress | null, state: Job['state']): string {
  switch (state.type) {
    case 'done':
    case 'interrupted':
      return 'Ran';
    case 'failed':
      return 'Failed';
    case 'stopping':
      return 'Stopping';
    case 'running':
      break;
  }
  switch (progress?.phase) {
    case undefined:
    case 'starting':
      return 'Starting';
    case 'running':
      return 'Running';
    case 'ending':
      return 'Ending';
    case 'finishing':
      return 'Writing the session';
  }
}
