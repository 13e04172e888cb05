import { formatDuration } from '../../../../shared/durations.ts';
import { formatBytes, formatCount } from '../../../../shared/figures.ts';
import type { TaskColumn } from '../../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import type { TaskRow } from './task-row.ts';

/** A column of the task table. `outcome` and `trial` are drawn by the grid itself, with more than text. */
export interface TaskGridColumn {
  readonly column: TaskColumn;
  readonly title: string;
  readonly meaning: string;
  readonly align: 'left' | 'right';
  readonly text: (row: TaskRow, trialName: (trial: number) => string) => string;
}

const duration = (ns: number | null): string => formatDuration(ns === null ? null : asNanoseconds(ns));
const bytes = (value: number | null): string => (value === null ? '–' : formatBytes(value));

export const taskGridColumns: readonly TaskGridColumn[] = [
  {
    column: 'trial',
    title: 'trial',
    meaning: 'The trial that the task was part of',
    align: 'left',
    text: ({ trial }, trialName) => trialName(trial),
  },
  {
    column: 'index',
    title: 'task',
    meaning: "The task's number within its trial",
    align: 'right',
    text: ({ index }) => formatCount(index),
  },
  {
    column: 'outcome',
    title: 'outcome',
    meaning: 'How the task ended',
    align: 'left',
    text: ({ outcome }) => outcome,
  },
  {
    column: 'submit',
    title: 'submitted',
    meaning: "When it was handed to the executor, from the session's start",
    align: 'right',
    text: ({ submitNs }) => duration(submitNs),
  },
  {
    column: 'start',
    title: 'started',
    meaning: "When it began to run, from the session's start",
    align: 'right',
    text: ({ startNs }) => duration(startNs),
  },
  {
    column: 'queue',
    title: 'queued',
    meaning: 'From submit to start',
    align: 'right',
    text: ({ queueNs }) => duration(queueNs),
  },
  {
    column: 'run',
    title: 'ran',
    meaning: 'From start to end',
    align: 'right',
    text: ({ runNs }) => duration(runNs),
  },
  {
    column: 'worker',
    title: 'worker',
    meaning: 'The thread or process that ran it',
    align: 'right',
    text: ({ worker }) => (worker === null ? '–' : formatCount(worker)),
  },
  {
    column: 'argument_bytes',
    title: 'argument',
    meaning: 'Size of what crossed to the worker',
    align: 'right',
    text: ({ argumentBytes }) => bytes(argumentBytes),
  },
  {
    column: 'result_bytes',
    title: 'result',
    meaning: 'Size of what came back',
    align: 'right',
    text: ({ resultBytes }) => bytes(resultBytes),
  },
];
