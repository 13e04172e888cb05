import { readFileSync } from 'node:fs';
import { CorelaneError, messageOf } from '../../shared/errors.ts';
import type { TaskSource } from '../../shared/worker-protocol.ts';
import { isRecord, type TaskModule } from './task-module.ts';

/** The inputs of a lab: task i gets `values[i mod values.length]`, or its index when there are none. */
export interface TaskInputs {
  readonly values: readonly unknown[];
  /** Tasks to run. */
  readonly tasks: number;
  /** The iterable had not ended when it was left. */
  readonly cut: boolean;
  /** Nothing says how many tasks there are. */
  readonly countIsUsual: boolean;
}

/** Tasks of a module that names neither inputs nor a count. */
const defaultTasks = 100;
/** An iterable without `--tasks` that has not ended by here is taken for infinite. */
const longestIterable = 1_000_000;
const longestIteratingMs = 3_000;
const tasksOfInfiniteInputs = 1_000;

/** Throws `inputs-invalid` for inputs that are empty, not iterable, or that throw. */
export async function resolveInputs(module: TaskModule, source: TaskSource): Promise<TaskInputs> {
  const wanted = source.tasks ?? module.tasks;
  const exported = source.inputsPath === null ? module.inputs : readInputsFile(source.inputsPath);
  if (exported === undefined)
    return { values: [], tasks: wanted ?? defaultTasks, cut: false, countIsUsual: wanted === null };
  const where = source.inputsPath ?? `inputs of ${source.label}`;
  const { values, cut } = await take(exported, wanted, where);
  if (values.length === 0) {
    throw new CorelaneError(
      'inputs-invalid',
      `The ${where} ${source.inputsPath === null ? 'are' : 'is'} empty, so there is no task to run.`,
      'Give at least one input, or leave `inputs` out: then each task gets its index.',
    );
  }
  const tasks = wanted ?? (cut ? Math.min(tasksOfInfiniteInputs, values.length) : values.length);
  return {
    values: values.length > tasks ? values.slice(0, tasks) : values,
    tasks,
    cut: cut && wanted === null,
    countIsUsual: cut && wanted === null,
  };
}

interface Taken {
  readonly values: readonly unknown[];
  readonly cut: boolean;
}

async function take(exported: unknown, wanted: number | null, where: string): Promise<Taken> {
  try {
    const given =
      typeof exported === 'function' ? await Reflect.apply(exported, undefined, []) : await exported;
    if (Array.isArray(given)) return { values: given, cut: false };
    if (isIterable(given) || isAsyncIterable(given)) return await drain(given, wanted ?? longestIterable);
  } catch (thrown) {
    throw new CorelaneError(
      'inputs-invalid',
      `The ${where} could not be read: ${messageOf(thrown)}.`,
      'Correct what the message names; nothing was run.',
      { cause: thrown },
    );
  }
  throw new CorelaneError(
    'inputs-invalid',
    `The ${where} are neither an array nor iterable.`,
    'Export an array, an iterable (a generator, a Set), or a function that returns one.',
  );
}

async function drain(source: Iterable<unknown> | AsyncIterable<unknown>, limit: number): Promise<Taken> {
  const values: unknown[] = [];
  const deadline = Date.now() + longestIteratingMs;
  for await (const value of source) {
    values.push(value);
    if (values.length >= limit) return { values, cut: true };
    if (values.length % 256 === 0 && Date.now() > deadline) return { values, cut: true };
  }
  return { values, cut: false };
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'string' ? false : isRecord(value) && Symbol.iterator in value;

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  isRecord(value) && Symbol.asyncIterator in value;

/** `.json`: an array. `.jsonl`, `.ndjson`: a value per line. Anything else: a string per line. */
function readInputsFile(path: string): unknown {
  try {
    const text = readFileSync(path, 'utf8');
    if (path.endsWith('.json')) return JSON.parse(text);
    const lines = text.split(/\r?\n/).filter((line) => line !== '');
    return /\.(jsonl|ndjson)$/.test(path) ? lines.map((line): unknown => JSON.parse(line)) : lines;
  } catch (thrown) {
    throw new CorelaneError(
      'inputs-invalid',
      `The inputs file ${path} could not be read: ${messageOf(thrown)}.`,
      'Give a readable .json file (an array), .jsonl (a JSON value per line) or text (a string per line).',
      { cause: thrown },
    );
  }
}
