import { messageOf } from '../../shared/errors.ts';
import type { SessionClock } from './clock.ts';
import type { TaskFunction } from './task-module.ts';

/** One call of the user's function, timed where it runs. */
export type CalledTask =
  | { readonly ok: true; readonly start: number; readonly end: number; readonly value: unknown }
  | { readonly ok: false; readonly start: number; readonly end: number; readonly message: string };

/**
 * Runs the task and never rejects. A synchronous task is answered at once and has ended when it returned: a promise would add a turn
 * of the microtask queue, and with it whatever else is queued there, to its time.
 */
export function callTask(
  task: TaskFunction,
  input: unknown,
  index: number,
  now: SessionClock,
  start = now(),
): CalledTask | Promise<CalledTask> {
  const failed = (thrown: unknown): CalledTask => ({
    ok: false,
    start,
    end: now(),
    message: describeThrown(thrown),
  });
  try {
    const returned = task(input, index);
    if (!isThenable(returned)) return { ok: true, start, end: now(), value: returned };
    return settle(returned, start, now).catch(failed);
  } catch (thrown) {
    return failed(thrown);
  }
}

async function settle(returned: PromiseLike<unknown>, start: number, now: SessionClock): Promise<CalledTask> {
  const value = await returned;
  return { ok: true, start, end: now(), value };
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    'then' in value &&
    typeof value.then === 'function'
  );
}

/** `TypeError: x is not a function`: the kind matters when failures are counted by message. */
export function describeThrown(thrown: unknown): string {
  const message = messageOf(thrown);
  if (message === '') return 'an empty string was thrown';
  if (!(thrown instanceof Error) || thrown.name === message) return message;
  return `${thrown.name}: ${message}`;
}
