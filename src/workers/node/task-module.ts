import { CorelaneError, messageOf } from '../../shared/errors.ts';
import type { TaskSource } from '../../shared/worker-protocol.ts';
import { placeOf, placeOfSyntaxError } from './thrown-place.ts';

/** The user's function. It gets one input, or its index when the module has no inputs, and the index. */
export type TaskFunction = (input: unknown, index: number) => unknown;

export interface TaskModule {
  readonly task: TaskFunction;
  /** As exported: array, iterable, async iterable, or a function giving one of them; undefined when absent. */
  readonly inputs: unknown;
  readonly name: string | null;
  readonly tasks: number | null;
}

type Source = Pick<TaskSource, 'moduleUrl' | 'functionName' | 'label'>;

/** Imports the user's module. Throws `task-invalid` with a sentence for everything that can be wrong with it. */
export async function loadTaskModule(source: Source): Promise<TaskModule> {
  const exports = await importModule(source);
  const task = source.functionName === null ? defaultExport(exports) : exports[source.functionName];
  if (typeof task !== 'function') throw noFunction(source, task);
  const meta = readMeta(exports['meta'], source.label);
  return {
    task: (input, index) => Reflect.apply(task, undefined, [input, index]),
    inputs: exports['inputs'],
    ...meta,
  };
}

function noFunction({ functionName, label }: Source, found: unknown): CorelaneError {
  const place = functionName === null ? 'default export' : `export named ${functionName}`;
  return new CorelaneError(
    'task-invalid',
    found === undefined
      ? `${label} has no ${place}, so there is no function to run.`
      : `The ${place} of ${label} is not a function but ${describe(found)}.`,
    functionName === null
      ? 'Export the task: export default function task(input) { … }'
      : `Export it: export function ${functionName}(input) { … }`,
  );
}

/** A CommonJS module's `module.exports = { default, inputs }` arrives as the default export of its namespace. */
function defaultExport(exports: Record<string, unknown>): unknown {
  const value = exports['default'];
  if (isRecord(value) && typeof value !== 'function' && 'default' in value) return value['default'];
  return value;
}

async function importModule(source: Source): Promise<Record<string, unknown>> {
  try {
    return await import(source.moduleUrl);
  } catch (thrown) {
    throw importError(thrown, source);
  }
}

function importError(thrown: unknown, source: Source): CorelaneError {
  const message = messageOf(thrown);
  const code = isRecord(thrown) ? thrown['code'] : undefined;
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return new CorelaneError(
      'task-invalid',
      `${source.label} uses TypeScript that Node cannot strip${placeOf(thrown)}: ${firstLine(message)}.`,
      'Use erasable syntax only (no enum, namespace or parameter property), or compile it to JavaScript first.',
    );
  }
  if (thrown instanceof SyntaxError || code === 'ERR_INVALID_TYPESCRIPT_SYNTAX') {
    return new CorelaneError(
      'task-invalid',
      `${source.label} has a syntax error${placeOfSyntaxError(thrown, source.moduleUrl)}: ${firstLine(message)}.`,
      'Correct that line; nothing was run.',
    );
  }
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return new CorelaneError(
      'task-invalid',
      `${source.label} imports something that is not there: ${firstLine(message)}.`,
      'Install the package, or correct the path of the import (ES modules need the file ending).',
    );
  }
  return new CorelaneError(
    'task-invalid',
    `${source.label} failed while it was imported${placeOf(thrown)}: ${firstLine(message)}.`,
    'The module must load without running the task; move work into the exported function.',
  );
}

const firstLine = (text: string): string => (text.split('\n', 1)[0] ?? '').replace(/\.$/, '');

function readMeta(meta: unknown, label: string): { name: string | null; tasks: number | null } {
  if (meta === undefined) return { name: null, tasks: null };
  if (!isRecord(meta)) throw invalidMeta(label, 'meta is not an object');
  const { name, tasks } = meta;
  if (name !== undefined && typeof name !== 'string') throw invalidMeta(label, 'meta.name is not a string');
  if (tasks !== undefined && !(typeof tasks === 'number' && Number.isInteger(tasks) && tasks > 0)) {
    throw invalidMeta(label, 'meta.tasks is not a positive whole number');
  }
  return { name: name ?? null, tasks: tasks ?? null };
}

const invalidMeta = (label: string, what: string): CorelaneError =>
  new CorelaneError(
    'task-invalid',
    `In ${label}, ${what}.`,
    "Export it like: export const meta = { name: 'primes', tasks: 64 };",
  );

export function isRecord(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
}
