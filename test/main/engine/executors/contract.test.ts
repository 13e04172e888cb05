import { serialize } from 'node:v8';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nodeExecutors } from '../../../../src/shared/executors.ts';
import type { Outcome } from '../../../../src/shared/session.ts';
import { Mark } from '../../../support/marked-processes.ts';
import { failuresOf, mostAtOnce, TrialGround, type HeardTrial } from './trial-ground.ts';

const workers = 2;
const timeoutNs = 300e6;
const mark = new Mark();
let ground: TrialGround;

beforeAll(async () => {
  Object.assign(process.env, mark.env);
  ground = await TrialGround.open();
});
afterEach(() => mark.expectNoneLeft());
afterAll(() => ground.close());

/** What fixtures/tasks/outcomes.mjs is known to do. */
const expectedOutcome = (index: number): Outcome => (index % 4 < 2 ? 'ok' : 'error');
const expectedResult = (index: number): unknown => (index % 4 === 0 ? index > 4 : index + 0.5);
const input = (index: number): unknown => ({ index, text: 'é'.repeat(index * 20) });

describe.each(nodeExecutors)('%s', (executor) => {
  const crossesBoundary = executor !== 'event-loop';
  const isPool = executor.endsWith('pool');
  const isPerTask = executor.endsWith('per-task');

  describe('running tasks that return, resolve, throw and reject', () => {
    const warmedUp = 3;
    let trial: HeardTrial;
    beforeAll(async () => {
      trial = await ground.run(
        'outcomes.mjs',
        { executor, workers },
        { warmUp: { untilNs: 0, atLeast: warmedUp } },
      );
    });

    it('settles every task exactly once', () => {
      expect(trial.end.type).toBe('finished');
      expect(trial.tasks.map(({ index }) => index)).toEqual(Array.from({ length: 16 }, (_, index) => index));
    });

    it('records how each ended, and why', () => {
      expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(
        trial.tasks.map(({ index }) => expectedOutcome(index)),
      );
      const messages = failuresOf(trial).map(({ message, count, firstTask }) => ({
        message,
        count,
        firstTask,
      }));
      expect(messages.sort((a, b) => a.firstTask - b.firstTask)).toEqual(
        trial.tasks
          .filter(({ outcome }) => outcome === 'error')
          .map(({ index }) => ({
            message: index % 4 === 2 ? `TypeError: thrown by ${index}` : `Error: rejected by ${index}`,
            count: 1,
            firstTask: index,
          })),
      );
    });

    it('has each submitted before it starts, and started before it ends, within the trial', () => {
      for (const { submit, start, end } of trial.tasks) {
        expect(submit).toBeLessThanOrEqual(start);
        expect(start).toBeLessThanOrEqual(end);
      }
    });

    it('never runs more at once than there are workers', () => {
      expect(mostAtOnce(trial.tasks)).toBeLessThanOrEqual(workers);
    });

    it('runs one task at a time on each lane', () => {
      for (const lane of [0, 1]) {
        expect(mostAtOnce(trial.tasks.filter((task) => task.lane === lane))).toBeLessThanOrEqual(1);
      }
    });

    it('knows the worker, lane and native thread of every task', () => {
      const tids = new Map(trial.workers.map(({ worker, tid }) => [worker, tid]));
      for (const task of trial.tasks) {
        expect(task.lane).toBeLessThan(workers);
        expect(task.tid).toBeGreaterThan(0);
        expect(task.tid).toBe(tids.get(task.worker));
      }
      const used = new Set(trial.tasks.map(({ worker }) => worker));
      expect(used.size).toBe(executor === 'event-loop' ? 1 : isPerTask ? 16 : workers);
    });

    it('has the kernel keep every task on the core its worker is pinned to', () => {
      const seen = [...trial.stdout.matchAll(/^task (\d+) on (\S+)$/gm)].map(([, index, cores]) => ({
        lane: trial.tasks[Number(index)]?.lane ?? -1,
        cores,
      }));
      // The warm-up came first, on lanes that nobody recorded.
      for (const { lane, cores } of seen.slice(warmedUp)) {
        expect(cores).toBe(String(ground.cores[executor === 'event-loop' ? 0 : lane % ground.cores.length]));
      }
      for (const { affinity } of trial.workers) expect(affinity).toHaveLength(1);
      expect(trial.end).toMatchObject({ notPinned: null, totals: { outsideAffinityNs: 0 } });
    });

    it('runs the warm-up without counting it', () => {
      expect(trial.stdout.match(/^task /gm)).toHaveLength(warmedUp + 16);
      expect(trial.tasks).toHaveLength(16);
      if (isPerTask) expect(trial.workers).toHaveLength(16);
    });

    it('knows the bytes of arguments and results where they cross a boundary, and only there', () => {
      for (const { index, argumentBytes, resultBytes, outcome } of trial.tasks) {
        expect(argumentBytes).toBe(crossesBoundary ? serialize(input(index)).byteLength : Number.NaN);
        expect(resultBytes).toBe(
          crossesBoundary && outcome === 'ok' ? serialize(expectedResult(index)).byteLength : Number.NaN,
        );
      }
    });

    it('measures what starting a worker costs, apart', () => {
      if (trial.end.type !== 'finished') throw new Error('the trial did not finish');
      if (crossesBoundary) expect(trial.end.startupNs).toBeGreaterThan(0);
      else expect(trial.end.startupNs).toBeNull();
    });
  });

  it('cancels a task that waits beyond its timeout, and settles the others', async () => {
    const trial = await ground.run('waits.mjs', { executor, workers }, { taskTimeoutNs: timeoutNs });
    expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'cancelled', 'ok', 'ok', 'ok']);
    expect(failuresOf(trial)).toMatchObject([
      { outcome: 'cancelled', message: 'did not settle within 0.3 s (--task-timeout)', firstTask: 2 },
    ]);
  });

  it('stops a task that computes beyond its timeout', async () => {
    const trial = await ground.run('spins.mjs', { executor, workers }, { taskTimeoutNs: timeoutNs });
    if (executor === 'event-loop') {
      expect(trial.end).toMatchObject({ type: 'blocked', reason: expect.stringContaining('event loop') });
    } else {
      expect(trial.end.type).toBe('finished');
      expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'cancelled', 'ok', 'ok', 'ok']);
    }
  });

  it('survives a task that ends its worker', async () => {
    const trial = await ground.run('exits.mjs', { executor, workers: 1 });
    if (executor === 'event-loop') {
      expect(trial.end).toMatchObject({ type: 'died', reason: expect.stringContaining('code 3') });
      expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(trial.tasks.map(() => 'ok'));
      return;
    }
    expect(trial.tasks).toHaveLength(12);
    expect(trial.tasks.filter(({ outcome }) => outcome !== 'ok')).toMatchObject([
      { index: 5, outcome: 'lost' },
    ]);
    expect(failuresOf(trial)).toMatchObject([{ message: expect.stringContaining('process.exit'), count: 1 }]);
    if (isPool) expect(trial.workers).toHaveLength(2);
  });

  it('reports a result that cannot be copied as the error of its task', async () => {
    const trial = await ground.run('uncloneable-results.mjs', { executor, workers });
    expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(
      crossesBoundary ? ['ok', 'error', 'ok', 'error'] : ['ok', 'ok', 'ok', 'ok'],
    );
    for (const { message } of failuresOf(trial)) expect(message).toMatch(/could not be cloned/);
  });

  it('leaves no process behind that a task had started', async () => {
    const trial = await ground.run('leaves-children.mjs', { executor, workers });
    expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    await mark.expectNoneLeft();
  });

  it('is cancelled while all its tasks compute', async () => {
    const controller = new AbortController();
    const trial = await ground.run(
      'all-spin.mjs',
      { executor, workers },
      {
        signal: controller.signal,
        onPhase: (phase) => {
          if (phase === 'running') setTimeout(() => controller.abort(), 100);
        },
      },
    );
    expect(trial.end.type).toBe('cancelled');
    await mark.expectNoneLeft();
  });
});
