import { useEffect, useMemo, useState } from 'react';
import type { SchedulingTracks } from '../../shared/session-queries.ts';
import { useEngine } from '../connection/use-engine.ts';
import { plotBox } from './hit-test.ts';
import type { TrackLayout } from './layout.ts';
import { OutputData } from './output-data.ts';
import { seenSlices, seenTasks } from './seen-groups.ts';
import { SchedulingData } from './scheduling-data.ts';
import { SpanData } from './span-data.ts';
import { StepData } from './step-data.ts';
import type { TaskBook } from './task-book.ts';
import { ThreadBook } from './thread-book.ts';
import { TimelineData } from './timeline-data.ts';
import type { Knowledge } from './timeline-frame.ts';
import type { TimelineState } from './timeline-state.ts';
import { inSteps } from './track-groups.ts';
import type { TrackGroup } from './track-groups.ts';
import type { Size } from './use-painted-canvas.ts';

/** While somebody zooms, what is known is stretched; ten times a second it becomes sharp. */
const pauseMs = 100;
const pause = async (): Promise<void> => new Promise((over) => setTimeout(over, pauseMs));

export interface KnownData {
  readonly known: Knowledge;
  /** Grows when there is something new to paint; the object is then another, too. */
  readonly version: number;
}

/** What is known of a session's tasks and slices. After a restart of the engine all of it is asked anew. */
export function useTimelineData(session: string, tracks: SchedulingTracks | null): KnownData {
  const engine = useEngine();
  const [version, setVersion] = useState(0);
  const known = useMemo<Knowledge>(() => {
    const changed = () => setVersion((before) => before + 1);
    return {
      tasks: new TimelineData(session, engine, changed, pause),
      steps: new StepData(session, engine, changed, pause),
      slices: new SchedulingData(session, engine, changed, pause),
      spans: new SpanData(session, engine, changed, pause),
      output: new OutputData(session, engine, changed, pause),
      book: new ThreadBook(tracks?.threads ?? []),
    };
  }, [session, engine, tracks]);
  useEffect(() => void known.tasks.findFailures(), [known]);
  return useMemo(() => ({ known, version }), [known, version]);
}

/** Has that be asked which the screen shows: the groups in sight, over the range in sight. */
export function useLook(
  { tasks, steps, slices, spans, output }: Knowledge,
  groups: readonly TrackGroup[],
  book: TaskBook,
  { mode, range, collapsed }: TimelineState,
  layout: TrackLayout,
  scrollTopPx: number,
  size: Size | null,
): void {
  useEffect(() => {
    if (size === null || size.width === 0) return;
    const plot = plotBox({ widthPx: size.width, heightPx: size.height });
    const widthPx = Math.ceil(plot.width);
    const screen = { mode, range, collapsed, layout, scrollTopPx, heightPx: plot.height };
    const ofTasks = seenTasks(groups, screen);
    tasks.look({ widthPx, groups: ofTasks }, book);
    slices.look({ widthPx, groups: seenSlices(groups, screen) });
    const printed = groups.find((group) => group.kind === 'output');
    if (printed !== undefined) output.look(range, widthPx, printed);
    // Only what was traced has any, and that has the session's clock for an axis.
    if (!book.isTraced) return;
    spans.look(range);
    const coroutines = ofTasks.filter(({ id }) => {
      const group = book.group(id);
      return group !== null && inSteps(group);
    });
    if (coroutines.some(({ summary }) => !summary)) steps.look(range);
  }, [tasks, steps, slices, spans, output, groups, book, mode, range, collapsed, layout, scrollTopPx, size]);
}
