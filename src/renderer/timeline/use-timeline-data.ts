import { useEffect, useMemo, useState } from 'react';
import { useEngine } from '../connection/use-engine.ts';
import type { TrackLayout } from './layout.ts';
import { groupsInSight } from './layout.ts';
import { plotBox } from './hit-test.ts';
import { overlaps } from './viewport.ts';
import { TimelineData } from './timeline-data.ts';
import { onClock, zeroOf } from './trial-groups.ts';
import type { TrialGroup } from './trial-groups.ts';
import type { TimelineState } from './timeline-state.ts';
import type { Size } from './use-painted-canvas.ts';

/** While somebody zooms, what is known is stretched; ten times a second it becomes sharp. */
const pauseMs = 100;
const pause = async (): Promise<void> => new Promise((over) => setTimeout(over, pauseMs));

export interface KnownData {
  readonly data: TimelineData;
  /** Grows when there is something new to paint; the object is then another, too. */
  readonly version: number;
}

/** What is known of a session's tasks. After a restart of the engine all of it is asked anew. */
export function useTimelineData(session: string): KnownData {
  const engine = useEngine();
  const [version, setVersion] = useState(0);
  const data = useMemo(
    () => new TimelineData(session, engine, () => setVersion((before) => before + 1), pause),
    [session, engine],
  );
  useEffect(() => void data.findFailures(), [data]);
  return useMemo(() => ({ data, version }), [data, version]);
}

/** Has that be asked which the screen shows: the trials in sight, over the range in sight. */
export function useLook(
  data: TimelineData,
  groups: readonly TrialGroup[],
  state: TimelineState,
  layout: TrackLayout,
  scrollTopPx: number,
  size: Size | null,
): void {
  const { mode, range } = state;
  useEffect(() => {
    if (size === null || size.width === 0) return;
    const plot = plotBox({ widthPx: size.width, heightPx: size.height });
    const inSight = new Set(groupsInSight(layout, scrollTopPx, plot.height).map(({ group }) => group.id));
    data.look({
      widthPx: Math.ceil(plot.width),
      trials: groups.flatMap((group) => {
        const { trial, lanes, tasks, extent } = group;
        const seen = onClock(range, zeroOf(mode, group));
        if (!inSight.has(trial) || extent === null || lanes === 0 || !overlaps(seen, extent)) return [];
        return [{ trial, lanes, tasks, extent, range: seen }];
      }),
    });
  }, [data, groups, mode, range, layout, scrollTopPx, size]);
}
