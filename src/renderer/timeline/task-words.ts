import { formatDuration } from '../../shared/durations.ts';
import { asNanoseconds } from '../../shared/units.ts';
import { laneName } from './paint-names.ts';
import type { TrialTask } from './task-bars.ts';
import type { TrialGroup } from './trial-groups.ts';

/** `thread-pool × 2, repeat 1` */
export const trialTitle = ({ name, repeatName }: TrialGroup): string =>
  repeatName === '' ? name : `${name}, ${repeatName}`;

/** What is read out of a selected task: `task 12 of thread-pool × 2, repeat 1: 52.0 ms, ok`. */
export function taskSentence(task: TrialTask, group: TrialGroup | undefined): string {
  const of = group === undefined ? '' : ` of ${trialTitle(group)}, ${laneName(group, task.lane)}`;
  const ran = Number.isNaN(task.startNs)
    ? 'never started'
    : formatDuration(asNanoseconds(task.endNs - task.startNs));
  return `task ${task.index}${of}: ${ran}, ${task.outcome}`;
}

/** A length of time, an en dash when it is not known. */
export const durationOf = (ns: number): string => formatDuration(Number.isNaN(ns) ? null : asNanoseconds(ns));
