import { RunnerEnded, type Runner } from './runner.ts';

/** Waited for longer than was allowed. */
class Overdue extends Error {
  override readonly name = 'Overdue';
}

/** Ends the runner when `promise` takes longer than `limitMs`, and then rejects with `Overdue`. */
async function within<T>(limitMs: number, runner: Runner, promise: Promise<T>): Promise<T> {
  let overdue = false;
  const timer = setTimeout(() => {
    overdue = true;
    void runner.kill();
  }, limitMs);
  try {
    return await promise;
  } catch (thrown) {
    throw overdue ? new Overdue(`it did not settle within ${limitMs / 1e3} s`) : thrown;
  } finally {
    clearTimeout(timer);
  }
}

export type RunnerAnswer<T> =
  | { readonly type: 'event'; readonly event: T }
  | { readonly type: 'ended'; readonly reason: string };

/** An end of the runner as an answer like any other, also when it is ended for taking longer than `limitMs`; errors of its own still reject. */
export async function answerWithin<T>(
  limitMs: number,
  runner: Runner,
  promise: Promise<T>,
): Promise<RunnerAnswer<T>> {
  try {
    return { type: 'event', event: await within(limitMs, runner, promise) };
  } catch (thrown) {
    if (thrown instanceof RunnerEnded || thrown instanceof Overdue) {
      return { type: 'ended', reason: thrown.message };
    }
    throw thrown;
  }
}
