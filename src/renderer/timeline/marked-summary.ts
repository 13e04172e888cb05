import type { EngineApi } from '../../shared/engine-api.ts';
import type { Viewport } from '../../shared/session.ts';
import { withinExtent } from './level-of-detail.ts';
import { onClock, zeroOf } from './trial-groups.ts';
import type { TaskGroup } from './track-groups.ts';
import type { TimeMode } from './trial-groups.ts';
import type { TimeRange } from './viewport.ts';

/** What a trial or a pool did in a marked range. */
export interface MarkedGroup {
  readonly group: TaskGroup;
  /** Tasks that began in it. */
  readonly begun: number;
  /** Mean over the lanes of the share of time in which they held a task, of the time that the group ran in the range. */
  readonly busy: number;
}

/** Fine enough that a bucket at the edge, which belongs to the range only in part, does not matter. */
const buckets = 1000;

/** Sums up a range of the axis for each group that ran in it, from strips: it takes no longer for a million tasks. */
export async function summarise(
  engine: Pick<EngineApi, 'taskStrips'>,
  session: string,
  groups: readonly TaskGroup[],
  mode: TimeMode,
  marked: TimeRange,
): Promise<readonly MarkedGroup[]> {
  const touched = groups.flatMap((group) => {
    const range =
      group.extent === null ? null : withinExtent(onClock(marked, zeroOf(mode, group)), group.extent);
    return range === null || group.lanes === 0 ? [] : [{ group, range }];
  });
  if (touched.length === 0) return [];
  const strips = await engine.taskStrips({
    session,
    width: buckets,
    groups: touched.map(({ group, range }) => ({
      lanes: group.laneNumbers,
      ...range,
    })),
  });
  return touched.flatMap(({ group }, at) => {
    const strip = strips[at];
    return strip === undefined ? [] : [{ group, ...sumOf(strip) }];
  });
}

function sumOf({ count, busy }: Viewport): Pick<MarkedGroup, 'begun' | 'busy'> {
  let begun = 0;
  let share = 0;
  for (let at = 0; at < count.length; at += 1) {
    begun += count[at] ?? 0;
    share += busy[at] ?? 0;
  }
  return { begun, busy: share / Math.max(1, busy.length) };
}
