import type { TaskProcessCall } from '../task-process.ts';
import type { Enlisted } from '../worker-roster.ts';
import type { Child, ChildAnswer } from './child.ts';
import { timedOut, type ExecutorContext, type SettledTask } from './executor.ts';

/** Has a child process run one task, within the trial's task timeout: a task beyond it is killed with its process. */
export async function callChild(
  { setup, now }: Pick<ExecutorContext, 'setup' | 'now'>,
  child: Child,
  call: TaskProcessCall,
  by: Enlisted,
): Promise<SettledTask> {
  const handedAt = now();
  const limitNs = setup.taskTimeoutNs;
  if (limitNs === null) return settle(await child.call(...call), by, handedAt);
  let expiredAt: number | null = null;
  const timer = setTimeout(() => {
    expiredAt = now();
    child.kill();
  }, limitNs / 1e6);
  const settled = settle(await child.call(...call), by, handedAt);
  clearTimeout(timer);
  if (expiredAt === null) return settled;
  return { ...settled, outcome: 'cancelled', end: expiredAt, message: timedOut(limitNs) };
}

/** `handedAt` stands for the start of a task whose process died and could not tell. */
function settle(answer: ChildAnswer, by: Enlisted, handedAt: number): SettledTask {
  const unknown = { ...by, resultBytes: Number.NaN, message: null };
  switch (answer.type) {
    case 'ok': {
      const { start, end, resultBytes } = answer;
      return { ...unknown, outcome: 'ok', start, end, resultBytes };
    }
    case 'error': {
      const { start, end, message } = answer;
      return { ...unknown, outcome: 'error', start, end, message };
    }
    case 'died':
      return { ...unknown, outcome: 'lost', start: handedAt, end: Number.NaN, message: answer.message };
  }
}
