import { formatDuration } from '../../shared/durations.ts';
import { asNanoseconds } from '../../shared/units.ts';
import type { PlacedTask } from './task-bars.ts';
import { groupTitle, rowName } from './track-groups.ts';
import type { TrackGroup } from './track-groups.ts';

/** What is read out of a selected task: `task 12 of thread-pool × 2, repeat 1: 52.0 ms, ok`. */
export function taskSentence(task: PlacedTask, group: TrackGroup | undefined): string {
  const of = group === undefined ? '' : ` of ${groupTitle(group)}, ${rowName(group, task.row)}`;
  const ran = Number.isNaN(task.startNs)
    ? 'never started'
    : formatDuration(asNanoseconds(task.endNs - task.startNs));
  const name = task.label === String(task.index) ? '' : ` (${task.label})`;
  return `task ${task.index}${name}${of}: ${ran}, ${task.outcome}`;
}
