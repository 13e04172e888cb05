import type { Viewport } from '../../../shared/session.ts';
import type { TaskStripsQuery } from '../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import type { OpenedSession } from './opened-session.ts';

/**
 * The strips of each group's lanes. Trials never overlap in time, so a group whose range lies within that of a trial
 * shows that trial alone.
 */
export const taskStrips = ({ reader }: OpenedSession, { width, groups }: TaskStripsQuery): Viewport[] =>
  groups.map(({ lanes, fromNs, toNs }) =>
    reader.viewport({
      group: 'tasks',
      tracks: lanes,
      from: asNanoseconds(fromNs),
      to: asNanoseconds(toNs),
      width,
    }),
  );
