import { durationSyntax, parseDuration } from '../../../shared/durations.ts';
import type { LabRequest, Objective, Preference } from '../../../shared/experiment.ts';
import {
  allExecutors,
  executorsOf,
  familyOf,
  type Executor,
  type Language,
} from '../../../shared/executors.ts';
import type { PinPolicy } from '../../../shared/lab-report.ts';
import { languageOf, splitTask } from '../../../shared/task-path.ts';
import type { Nanoseconds } from '../../../shared/units.ts';
import type { TaskInspection } from '../../../shared/worker-protocol.ts';

/** The choices of the start screen as the user left them, finished or not: durations and paths are the text that was typed. */
export interface LabDraft {
  readonly executors: readonly Executor[];
  /** Empty: what suits the task. */
  readonly workers: readonly number[];
  /** Null: all. */
  readonly cores: readonly number[] | null;
  readonly pin: PinPolicy;
  /** Null: as many as the task's module says. */
  readonly tasks: number | null;
  /** Null: as many as it takes. */
  readonly repeat: number | null;
  readonly taskTimeout: string;
  readonly budget: string;
  readonly objective: Objective;
  readonly inputs: string;
  readonly node: string;
  readonly python: string;
  /** `FILE:FUNCTION` of the same work as a coroutine function; empty: there is none. */
  readonly asyncVariant: string;
  /** Null: whatever is best. */
  readonly prefer: Preference | null;
  readonly out: string;
}

export const emptyDraft: LabDraft = {
  executors: allExecutors,
  workers: [],
  cores: null,
  pin: 'each',
  tasks: null,
  repeat: null,
  taskTimeout: '',
  budget: '',
  objective: 'throughput',
  inputs: '',
  node: '',
  python: '',
  asyncVariant: '',
  prefer: null,
  out: '',
};

/** What `EngineApi.startLab` takes. */
export type LabOrder = Omit<LabRequest, 'out'> & { readonly out: string | null };

/** What is wrong with a draft, at the field where it is; the order is that of the screen. */
export type DraftProblems = Readonly<Partial<Record<keyof LabDraft, string>>>;

/** What limits a draft: the task and the cores of the machine. */
export interface DraftLimits {
  readonly language: Language;
  /** Executors that cannot run the task. */
  readonly refusals: TaskInspection['refusals'];
  /** Cores that may be used, ascending. */
  readonly cores: readonly number[];
}

/** Those chosen that can run this task, in their usual order. */
export const usableExecutors = (
  { executors }: Pick<LabDraft, 'executors'>,
  { language, refusals }: Pick<DraftLimits, 'language' | 'refusals'>,
): readonly Executor[] =>
  executorsOf[language].filter(
    (executor) => executors.includes(executor) && !refusals.some((refused) => refused.executor === executor),
  );

/** What keeps executors from running the task: an event loop runs the asynchronous variant, where there is one, whatever the task is. */
export const refusalsOf = (
  refusals: TaskInspection['refusals'],
  { asyncVariant }: Pick<LabDraft, 'asyncVariant'>,
): TaskInspection['refusals'] =>
  asyncVariant.trim() === ''
    ? refusals
    : refusals.filter(({ executor }) => familyOf(executor) !== 'event-loop');

/** Those chosen that the machine has, ascending. */
export const usableCores = (
  { cores }: Pick<LabDraft, 'cores'>,
  limits: Pick<DraftLimits, 'cores'>,
): readonly number[] => (cores === null ? limits.cores : limits.cores.filter((core) => cores.includes(core)));

/** The rules of the command line's options, so that the engine never has to refuse what the screen let through. */
export function findProblems(draft: LabDraft, limits: DraftLimits): DraftProblems {
  const problems: Partial<Record<keyof LabDraft, string | null>> = {
    executors: usableExecutors(draft, limits).length === 0 ? 'Choose at least one executor.' : null,
    workers: draft.workers.every((count) => isWhole(count, 1, mostWorkers))
      ? null
      : `Worker counts are whole numbers from 1 to ${mostWorkers}.`,
    cores: usableCores(draft, limits).length === 0 ? 'Choose at least one core.' : null,
    tasks: draft.tasks === null || isWhole(draft.tasks, 1) ? null : 'A whole number from 1 up.',
    repeat: draft.repeat === null || isWhole(draft.repeat, 1) ? null : 'A whole number from 1 up.',
    taskTimeout: problemOfDuration(draft.taskTimeout),
    budget: problemOfDuration(draft.budget),
    inputs: problemOfPath(draft.inputs),
    node: problemOfPath(draft.node),
    python: problemOfPath(draft.python),
    asyncVariant: problemOfVariant(draft.asyncVariant, limits.language),
    out: problemOfPath(draft.out),
  };
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== null));
}

/**
 * The lab that a draft without problems asks for. What is the default is left to the engine: an executor that is asked for by name
 * runs however long its workers take to start, while one of "all" is skipped then.
 */
export function orderOf(task: string, draft: LabDraft, limits: DraftLimits): LabOrder {
  const cores = usableCores(draft, limits);
  return {
    task,
    executors: executorsOf[limits.language].every((executor) => draft.executors.includes(executor))
      ? null
      : usableExecutors(draft, limits),
    workers: draft.workers.length === 0 ? null : [...draft.workers].sort((a, b) => a - b),
    cores: cores.length === limits.cores.length ? null : cores,
    pin: draft.pin,
    tasks: draft.tasks,
    repeat: draft.repeat,
    taskTimeout: durationOf(draft.taskTimeout),
    budget: durationOf(draft.budget),
    objective: draft.objective,
    inputs: textOf(draft.inputs),
    node: textOf(draft.node),
    python: textOf(draft.python),
    asyncVariant: textOf(draft.asyncVariant),
    prefer: draft.prefer,
    out: textOf(draft.out),
  };
}

/** As on the command line. */
export const mostWorkers = 1024;

const isWhole = (value: number, least: number, most = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const textOf = (text: string): string | null => (text.trim() === '' ? null : text.trim());

const durationOf = (text: string): Nanoseconds | null => (text.trim() === '' ? null : parseDuration(text));

function problemOfDuration(text: string): string | null {
  if (text.trim() === '') return null;
  const duration = parseDuration(text);
  if (duration === null) return `Write ${durationSyntax}.`;
  return duration > 0 ? null : 'No time at all is too short.';
}

function problemOfVariant(text: string, language: Language): string | null {
  if (text.trim() === '') return null;
  const { file, functionName } = splitTask(text.trim());
  if (functionName === null) return 'Write FILE:FUNCTION, a file and the name of a function in it.';
  if (languageOf(file) !== language) return 'It is in another language than the task.';
  return problemOfPath(file);
}

/** Absolute paths of either kind of system: the engine's working folder is nothing a user sees. */
const problemOfPath = (text: string): string | null =>
  text.trim() === '' || /^(?:\/|[a-z]:[\\/]|\\\\)/i.test(text.trim())
    ? null
    : 'Give the whole path, from the root of the disk.';
