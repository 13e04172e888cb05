import { fieldOf, isNumber, isObject, isText } from './fields.ts';
import type { PoolApi } from './pools.ts';

/** What a pool sends to its worker: a task. */
export interface TaskRequest {
  /** The pool's own number of it. */
  readonly key: number;
  /** What it runs; null: what the worker itself is for. */
  readonly name: string | null;
  readonly file: string | null;
}

/** What the worker sends back. `error` undefined: it did well. */
export interface TaskResponse {
  readonly key: number;
  readonly error: unknown;
}

/** `worker` is the number that distinguishes keys of pools that count for each worker anew. */
export function requestIn(api: PoolApi, message: unknown, worker: number): TaskRequest | null {
  if (!isObject(message)) return null;
  switch (api) {
    case 'piscina':
    case 'tinypool': {
      if (!('taskId' in message && 'task' in message && 'name' in message)) return null;
      const { taskId: id, name } = message;
      if (!isNumber(id)) return null;
      return {
        key: id + 1,
        name: isText(name) && name !== 'default' ? name : null,
        file: textOf(message, 'filename'),
      };
    }
    case 'workerpool': {
      const id = fieldOf(message, 'id');
      const method = fieldOf(message, 'method');
      if (!isNumber(id) || !isText(method) || method.startsWith('__workerpool')) return null;
      return { key: workerpoolKey(worker, id), name: method, file: null };
    }
    case 'poolifier': {
      const id = fieldOf(message, 'taskId');
      if (!isText(id) || !('data' in message)) return null;
      return { key: keyOfUuid(id), name: textOf(message, 'name'), file: null };
    }
    default:
      return null;
  }
}

export function responseIn(api: PoolApi, message: unknown, worker: number): TaskResponse | null {
  if (!isObject(message)) return null;
  switch (api) {
    case 'piscina':
    case 'tinypool': {
      if (!('taskId' in message && 'error' in message)) return null;
      const { taskId: id, error } = message;
      return isNumber(id) ? { key: id + 1, error: error ?? undefined } : null;
    }
    case 'workerpool': {
      const id = fieldOf(message, 'id');
      if (!isNumber(id) || !('error' in message) || 'method' in message) return null;
      return { key: workerpoolKey(worker, id), error: fieldOf(message, 'error') ?? undefined };
    }
    case 'poolifier': {
      const id = fieldOf(message, 'taskId');
      if (!isText(id) || !('taskPerformance' in message || 'workerError' in message)) return null;
      const error = fieldOf(message, 'workerError');
      return { key: keyOfUuid(id), error: fieldOf(error, 'error') ?? withoutName(error) };
    }
    default:
      return null;
  }
}

/** Its workers each count their tasks from 1. */
export const workerpoolKey = (worker: number, id: number): number => worker * 2 ** 32 + id;

/** Of processes, which send no error objects: the name beside the message is the task's. */
const withoutName = (error: unknown): unknown =>
  isObject(error) ? { message: fieldOf(error, 'message'), stack: fieldOf(error, 'stack') } : undefined;

/** The first 52 bits of it, which are as random as all. */
const keyOfUuid = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 13), 16) || 0;

const textOf = (message: object, name: string): string | null => {
  const text = fieldOf(message, name);
  return isText(text) ? text : null;
};
