import { CorelaneError, messageOf } from '../../../shared/errors.ts';
import { Lanes } from '../lanes.ts';
import type { Enlisted } from '../worker-roster.ts';
import { Child } from './child.ts';
import { callChild } from './child-call.ts';
import { StartupMeter, type Executor, type ExecutorContext } from './executor.ts';

interface PooledChild {
  readonly child: Child;
  readonly enlisted: Enlisted;
}

/**
 * A fixed number of forked processes, each with one task at a time. A process that dies loses its task
 * and is replaced before its lane takes another. (Its own, small: the pool libraries hide the pid that pinning and
 * measuring need, or send results without telling their size.)
 */
export function processPool(context: ExecutorContext): Executor {
  const { setup, now, roster } = context;
  const lanes = new Lanes(setup.workers);
  const startup = new StartupMeter();
  const children: PooledChild[] = [];
  let closing = false;

  async function open(lane: number): Promise<void> {
    const startedAt = now();
    const { moduleUrl, functionName, label } = setup.source;
    const child = new Child({ moduleUrl, functionName, label, originNs: context.originNs, once: false });
    const { pid, tid } = await child.ready();
    startup.add(now() - startedAt);
    const name = `process ${lane}`;
    children[lane] = { child, enlisted: roster.enlist({ pid, tid, lane, name, wholeProcess: true }) };
  }

  async function replaceIfDead(lane: number): Promise<void> {
    const pooled = children[lane];
    if (pooled === undefined || !pooled.child.isDead() || closing) return;
    roster.retire(pooled.enlisted.worker);
    // Should the replacement fail too, the dead child stays and answers `died` to what follows.
    await open(lane).catch(() => undefined);
  }

  return {
    async start() {
      try {
        await Promise.all(Array.from({ length: setup.workers }, (_, lane) => open(lane)));
      } catch (thrown) {
        throw new CorelaneError(
          'runner-failed',
          `The processes of the pool could not be started: ${messageOf(thrown)}.`,
          'Correct what the message names; the module must also load in a child process.',
          { cause: thrown },
        );
      }
    },

    async run({ index, input }) {
      const lane = await lanes.acquire();
      const pooled = children[lane];
      if (pooled === undefined)
        throw new CorelaneError('internal', `Lane ${lane} has no process.`, 'Report this.');
      const settled = await callChild(context, pooled.child, [index, input], pooled.enlisted);
      // The lane waits for the replacement, the caller does not.
      void replaceIfDead(lane).then(() => lanes.release(lane));
      return settled;
    },

    startupNs: () => startup.meanNs(),

    async close() {
      closing = true;
      for (const { child } of children) child.kill();
      await Promise.all(children.map(({ child }) => child.gone()));
    },
  };
}
