import { CorelaneError } from '../../../shared/errors.ts';
import { objectives, type LabRequest } from '../../../shared/experiment.ts';
import { allExecutors, executorsOf } from '../../../shared/executors.ts';
import { pinPolicies } from '../../../shared/lab-report.ts';
import { requireExistingCores } from './existing-cores.ts';
import { languageOf, splitTask } from '../../../shared/task-path.ts';

/** Whole numbers, both ends included. */
export interface IntegerRange {
  readonly least: number;
  readonly most: number;
}

/** What a lab can be asked for, whoever asks. `counts`: tasks and repeats. */
export const requestLimits = {
  workers: { least: 1, most: 1024 },
  cores: { least: 0, most: 65_535 },
  counts: { least: 1, most: Number.MAX_SAFE_INTEGER },
} as const satisfies Readonly<Record<string, IntegerRange>>;

/**
 * Refuses a request that no lab can honour; `existing` are the cores this process may use. What the task itself decides is found out later.
 * @throws CorelaneError usage.
 */
export function checkRequest(request: Omit<LabRequest, 'out'>, existing: readonly number[]): void {
  requireNames('executor', request.executors ?? [], executorsFor(request.task));
  requireNames('pin policy', [request.pin], pinPolicies);
  requireNames('objective', [request.objective], objectives);
  requireIntegers('worker count', request.workers ?? [], requestLimits.workers);
  requireIntegers('number of tasks', listOf(request.tasks), requestLimits.counts);
  requireIntegers('number of repeats', listOf(request.repeat), requestLimits.counts);
  requireDuration('task timeout', request.taskTimeout);
  requireDuration('budget', request.budget);
  requireSome('executors', request.executors);
  requireSome('worker counts', request.workers);
  requireSome('cores', request.cores);
  requireExistingCores(request.cores ?? [], existing);
}

/** Those of the task's language; of a task that has none, all: what is wrong with it is said later. */
function executorsFor(task: string): readonly string[] {
  const language = languageOf(splitTask(task).file);
  return language === null ? allExecutors : executorsOf[language];
}

const listOf = (value: number | null): readonly number[] => (value === null ? [] : [value]);

function requireNames(kind: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw usage(`There is no ${kind} ${JSON.stringify(unknown)}.`, `There are ${known.join(', ')}.`);
}

function requireIntegers(what: string, values: readonly number[], { least, most }: IntegerRange): void {
  const wrong = values.find((value) => !Number.isInteger(value) || value < least || value > most);
  if (wrong === undefined) return;
  throw usage(
    `A ${what} cannot be ${wrong}.`,
    most === Number.MAX_SAFE_INTEGER ? `It starts at ${least}.` : `It lies between ${least} and ${most}.`,
  );
}

function requireDuration(what: string, value: number | null): void {
  if (value === null || (Number.isFinite(value) && value > 0)) return;
  throw usage(`The ${what} is no time at all.`, 'Give a time above zero, or leave it out.');
}

function requireSome(what: string, chosen: readonly unknown[] | null): void {
  if (chosen?.length === 0)
    throw usage(`No ${what} are chosen.`, 'Choose at least one, or leave it to Corelane.');
}

const usage = (message: string, remedy: string): CorelaneError => new CorelaneError('usage', message, remedy);
