import { formatDuration } from '../../../../shared/durations.ts';
import { formatBytes, formatCount } from '../../../../shared/figures.ts';
import type { TaskColumn } from '../../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import { shortApi } from '../../../format/traced-api.ts';
import { placeText } from '../../../format/traced-place.ts';
import type { TaskRow } from './task-row.ts';

/** A column of the task table. `outcome`, `trial` and `api` are drawn by the grid itself, with more than text. */
export interface TaskGridColumn {
  readonly column: TaskColumn;
  readonly title: string;
  readonly meaning: string;
  readonly align: 'left' | 'right';
  readonly text: (row: TaskRow, trialName: (trial: number) => string) => string;
}

/** Whose tasks a table lists: both kinds have columns of their own. */
export type TaskGridKind = 'lab' | 'profile';

const duration = (ns: number | null): string => formatDuration(ns === null ? null : asNanoseconds(ns));
const bytes = (value: number | null): string => (value === null ? '–' : formatBytes(value));

const trialColumn: TaskGridColumn = {
  column: 'trial',
  title: 'trial',
  meaning: 'The trial that the task was part of',
  align: 'left',
  text: ({ trial }, trialName) => trialName(trial),
};

const indexColumn: TaskGridColumn = {
  column: 'index',
  title: 'task',
  meaning: "The task's number within its trial",
  align: 'right',
  text: ({ index }) => formatCount(index),
};

const outcomeColumn: TaskGridColumn = {
  column: 'outcome',
  title: 'outcome',
  meaning: 'How the task ended',
  align: 'left',
  text: ({ outcome }) => outcome,
};

const submittedColumn: TaskGridColumn = {
  column: 'submit',
  title: 'submitted',
  meaning: "When it was handed to the executor, from the session's start",
  align: 'right',
  text: ({ submitNs }) => duration(submitNs),
};

const startedColumn: TaskGridColumn = {
  column: 'start',
  title: 'started',
  meaning: "When it began to run, from the session's start",
  align: 'right',
  text: ({ startNs }) => duration(startNs),
};

const queuedColumn: TaskGridColumn = {
  column: 'queue',
  title: 'queued',
  meaning: 'From submit to start',
  align: 'right',
  text: ({ queueNs }) => duration(queueNs),
};

const ranColumn: TaskGridColumn = {
  column: 'run',
  title: 'ran',
  meaning: 'From start to end',
  align: 'right',
  text: ({ runNs }) => duration(runNs),
};

const workerColumn: TaskGridColumn = {
  column: 'worker',
  title: 'worker',
  meaning: 'The thread or process that ran it',
  align: 'right',
  text: ({ worker }) => (worker === null ? '–' : formatCount(worker)),
};

const argumentColumn: TaskGridColumn = {
  column: 'argument_bytes',
  title: 'argument',
  meaning: 'Size of what crossed to the worker',
  align: 'right',
  text: ({ argumentBytes }) => bytes(argumentBytes),
};

const resultColumn: TaskGridColumn = {
  column: 'result_bytes',
  title: 'result',
  meaning: 'Size of what came back',
  align: 'right',
  text: ({ resultBytes }) => bytes(resultBytes),
};

const nameColumn: TaskGridColumn = {
  column: 'name',
  title: 'name',
  meaning: 'What it ran, or the name that the program gave it',
  align: 'left',
  text: ({ traced }) => (traced === null || traced.name === '' ? '–' : traced.name),
};

const callableColumn: TaskGridColumn = {
  column: 'callable',
  title: 'code',
  meaning: 'Where the code is that it ran',
  align: 'left',
  text: ({ traced }) => (traced?.callable == null ? '–' : placeText(traced.callable)),
};

const apiColumn: TaskGridColumn = {
  column: 'api',
  title: 'API',
  meaning: 'What the program handed it to',
  align: 'left',
  text: ({ traced }) => (traced === null ? '–' : shortApi(traced.api)),
};

const cpuColumn: TaskGridColumn = {
  column: 'cpu',
  title: 'CPU time',
  meaning: 'Thread CPU time while it ran, as the program’s own clock has it',
  align: 'right',
  text: ({ traced }) => duration(traced?.cpuNs ?? null),
};

const ofLab = [
  trialColumn,
  indexColumn,
  outcomeColumn,
  submittedColumn,
  startedColumn,
  queuedColumn,
  ranColumn,
  workerColumn,
  argumentColumn,
  resultColumn,
];
const ofProfile = [
  indexColumn,
  nameColumn,
  callableColumn,
  apiColumn,
  outcomeColumn,
  submittedColumn,
  queuedColumn,
  ranColumn,
  cpuColumn,
  argumentColumn,
  resultColumn,
];

/** In the order of TaskGrid.module.css. */
export const taskGridColumns = (kind: TaskGridKind): readonly TaskGridColumn[] =>
  kind === 'lab' ? ofLab : ofProfile;
