import { useEffect, useEffectEvent, useRef } from 'react';
import type { OutputPiece, TaskDetails } from '../../shared/session-queries.ts';
import { useEngine } from '../connection/use-engine.ts';
import type { TaskBook } from './task-book.ts';
import type { Selection, TimelineAction } from './timeline-state.ts';
import type { TrackGroup } from './track-groups.ts';
import { spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** What the rest of the window wants to be shown on the timeline, and what it is told of what is selected there. */

/** A task of a session. */
export interface TaskAddress {
  readonly trial: number;
  readonly index: number;
}

/** Goes to the task that the rest of the window points at. */
export function useWantedTask(
  session: string,
  focus: TaskAddress | null,
  book: TaskBook,
  act: (action: TimelineAction) => void,
): void {
  const engine = useEngine();
  const show = useEffectEvent((details: TaskDetails) => {
    const task = book.placed({ ...details, name: details.traced?.name ?? '' });
    act({
      type: 'select',
      selected: { kind: 'task', task: { ...task, submitNs: details.submitNs } },
      reveal: 'zoom',
    });
  });
  useEffect(() => {
    if (focus === null) return undefined;
    let isLate = false;
    engine.taskDetails({ session, trial: focus.trial, index: focus.index }).then(
      (details) => {
        if (!isLate) show(details);
      },
      // A task that is gone is not gone to; whoever points at it says so where it is shown in full.
      () => undefined,
    );
    return () => {
      isLate = true;
    };
  }, [engine, session, focus]);
}

/** Goes to the time that the rest of the window points at, and marks it. */
export function useWantedRange(range: TimeRange | null, act: (action: TimelineAction) => void): void {
  const show = useEffectEvent((wanted: TimeRange) => {
    const margin = spanOf(wanted) / 10;
    // Only this axis has the session's times.
    act({ type: 'mode', mode: 'recorded' });
    act({ type: 'mark', range: wanted });
    act({ type: 'show', range: { fromNs: wanted.fromNs - margin, toNs: wanted.toNs + margin } });
  });
  useEffect(() => {
    if (range !== null) show(range);
  }, [range]);
}

/** Goes to the piece of output that the rest of the window points at. */
export function useWantedPiece(
  piece: OutputPiece | null,
  groups: readonly TrackGroup[],
  act: (action: TimelineAction) => void,
): void {
  const show = useEffectEvent((wanted: OutputPiece) => {
    const group = groups.find((one) => one.kind === 'output');
    const row = group?.streams.findIndex(({ stream }) => stream === wanted.stream) ?? -1;
    if (group === undefined || row === -1) return;
    // Only this axis has the session's times.
    act({ type: 'mode', mode: 'recorded' });
    const placed = { ...wanted, group: group.id, row };
    act({ type: 'select', selected: { kind: 'output', piece: placed }, reveal: 'zoom' });
  });
  useEffect(() => {
    if (piece !== null) show(piece);
  }, [piece]);
}

/** Tells of another selection, but not of the one that there is at first. */
export function useSelectionReport(
  selected: Selection | null,
  onSelectTask: ((task: TaskAddress | null) => void) | undefined,
  onSelectOutput: ((piece: number | null) => void) | undefined,
): void {
  const task = selected?.kind === 'task' ? selected.task : null;
  const piece = selected?.kind === 'output' ? selected.piece.number : null;
  useReport(task === null ? null : `${task.trial} ${task.index}`, () =>
    onSelectTask?.(task && { trial: task.trial, index: task.index }),
  );
  useReport(piece, () => onSelectOutput?.(piece));
}

/** Calls `report` whenever `now` is another one, but not for the null that there is at first. */
function useReport(now: string | number | null, report: () => void): void {
  const latest = useEffectEvent(report);
  const told = useRef<string | number | null>(null);
  useEffect(() => {
    if (now === told.current) return;
    told.current = now;
    latest();
  }, [now]);
}
