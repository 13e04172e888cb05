import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  executorsOf,
  familyOf,
  shortName,
  type Executor,
  type Language,
} from '../../../../src/shared/executors.ts';
import type { Outcome } from '../../../../src/shared/session.ts';
import { Mark } from '../../../support/marked-processes.ts';
import { python } from '../../../support/python.ts';
import { isPerTask, natures, outcomeFacts, type OutcomeFacts } from './languages.ts';
import { failuresOf, mostAtOnce, TrialGround, type HeardTrial } from './trial-ground.ts';

const workers = 2;
const timeoutNs = 1e9;

/** Cpus_allowed_list of two cores, or one. */
function asTheKernelLists([first = 0, second]: readonly number[]): string {
  if (second === undefined) return String(first);
  return second === first + 1 ? `${first}-${second}` : `${first},${second}`;
}
const mark = new Mark();

/** InterpreterPoolExecutor: no Python of this machine has it, which the inspection says (test/workers/python/runner). */
const executors = (language: Language): readonly Executor[] =>
  executorsOf[language].filter((executor) => executor !== 'concurrent.futures.InterpreterPoolExecutor');

const expectedOutcome = (index: number): Outcome => (index % 4 < 2 ? 'ok' : 'error');

const languages: readonly Language[] = python === null ? ['node'] : ['node', 'python'];

describe.each(languages)('%s', (language) => {
  let ground: TrialGround;
  let facts: OutcomeFacts;

  beforeAll(async () => {
    Object.assign(process.env, mark.env);
    ground = await TrialGround.open(language);
    facts = outcomeFacts(language);
  });
  afterEach(() => mark.expectNoneLeft());
  afterAll(() => ground.close());

  describe.each(executors(language))('%s', (executor) => {
    const nature = natures[executor];
    const onLoop = familyOf(executor) === 'event-loop';
    const perTask = isPerTask(executor);

    describe('running tasks that return, wait, throw and fail', () => {
      const warmedUp = 3;
      let trial: HeardTrial;
      beforeAll(async () => {
        trial = await ground.run(
          'outcomes',
          { executor, workers },
          { warmUp: { untilNs: 0, atLeast: warmedUp } },
        );
      });

      it('settles every task exactly once', () => {
        expect(trial.end.type).toBe('finished');
        expect(trial.tasks.map(({ index }) => index)).toEqual(
          Array.from({ length: 16 }, (_, index) => index),
        );
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
            .map(({ index }) => ({ message: facts.message(index), count: 1, firstTask: index })),
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
        if (perTask) expect(used.size).toBe(16);
        else expect(trial.workers).toHaveLength(onLoop ? 1 : workers);
      });

      it('has the kernel keep every task on the core its worker is pinned to, on a loop on any of those measured', () => {
        const seen = [...trial.stdout.matchAll(/^task (\d+) on (\S+)$/gm)].map(([, index, cores]) => ({
          lane: trial.tasks[Number(index)]?.lane ?? -1,
          cores,
        }));
        // The warm-up came first, on lanes that nobody recorded.
        for (const { lane, cores } of seen.slice(warmedUp)) {
          if (onLoop) expect(cores).toBe(asTheKernelLists(ground.cores));
          else expect(cores).toBe(String(ground.cores[lane % ground.cores.length]));
        }
        for (const { affinity } of trial.workers)
          expect(affinity).toHaveLength(onLoop ? ground.cores.length : 1);
        expect(trial.end).toMatchObject({ notPinned: null, totals: { outsideAffinityNs: 0 } });
      });

      it('runs the warm-up without counting it', () => {
        expect(trial.stdout.match(/^task /gm)).toHaveLength(warmedUp + 16);
        expect(trial.tasks).toHaveLength(16);
        if (perTask) expect(trial.workers).toHaveLength(16);
      });

      it('knows the bytes of arguments and results where they cross a boundary, and only there', () => {
        for (const { index, argumentBytes, resultBytes, outcome } of trial.tasks) {
          expect(argumentBytes).toBe(nature.sendsArguments ? facts.argumentBytes[index] : Number.NaN);
          expect(resultBytes).toBe(
            nature.sendsResults && outcome === 'ok' ? facts.resultBytes[index] : Number.NaN,
          );
        }
      });

      it('measures what starting a worker costs, apart', () => {
        if (trial.end.type !== 'finished') throw new Error('the trial did not finish');
        if (onLoop) expect(trial.end.startupNs).toBeNull();
        else expect(trial.end.startupNs).toBeGreaterThan(0);
      });
    });

    /** Of an API that cannot end a task, the engine ends the process. */
    const expectBlocked = ({ end }: HeardTrial): void => {
      const named = onLoop ? 'event loop' : `${shortName(executor)} cannot end a task that runs`;
      expect(end).toMatchObject({ type: 'blocked', reason: expect.stringContaining(named) });
    };

    it('cancels a task that waits beyond its timeout and settles the others, or ends the trial', async () => {
      const trial = await ground.run('waits', { executor, workers }, { taskTimeoutNs: timeoutNs });
      if (!nature.endsWaiting) return expectBlocked(trial);
      expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'cancelled', 'ok', 'ok', 'ok']);
      expect(failuresOf(trial)).toMatchObject([
        { outcome: 'cancelled', message: 'did not settle within 1 s (--task-timeout)', firstTask: 2 },
      ]);
    });

    it('stops a task that computes beyond its timeout', async () => {
      const trial = await ground.run('spins', { executor, workers }, { taskTimeoutNs: timeoutNs });
      if (!nature.endsComputing) return expectBlocked(trial);
      expect(trial.end.type).toBe('finished');
      expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'cancelled', 'ok', 'ok', 'ok']);
    });

    it('survives a task that ends its worker', async () => {
      const trial = await ground.run('exits', { executor, workers: 1 });
      if (nature.inRunner) {
        expect(trial.end).toMatchObject({ type: 'died', reason: expect.stringContaining('code 3') });
        expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(trial.tasks.map(() => 'ok'));
        return;
      }
      expect(trial.tasks).toHaveLength(12);
      const lost = trial.tasks.filter(({ outcome }) => outcome !== 'ok');
      expect(lost.find(({ index }) => index === 5)).toMatchObject({ outcome: 'lost' });
      if (nature.losesOne) expect(lost).toHaveLength(1);
      const own = failuresOf(trial).find(({ message }) => !/chunk|given up/.test(message));
      expect(own).toMatchObject({ message: expect.stringMatching(/process\.exit|os\._exit/), count: 1 });
      if (language === 'node' && !perTask) expect(trial.workers).toHaveLength(2);
    });

    it('reports a result that cannot be copied as the error of its task', async () => {
      const trial = await ground.run('uncloneable-results', { executor, workers });
      const wrong = nature.sendsResults || language === 'python' ? 'error' : 'ok';
      expect(trial.tasks.map(({ outcome }) => outcome)).toEqual([
        'ok',
        nature.sendsResults ? 'error' : 'ok',
        'ok',
        wrong,
      ]);
      for (const { message } of failuresOf(trial)) {
        expect(message).toMatch(/could not be cloned|cannot be pickled|^Unpicklable: raised by 3$/);
      }
    });

    it('leaves no process behind that a task had started', async () => {
      const trial = await ground.run('leaves-children', { executor, workers });
      expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
      await mark.expectNoneLeft();
    });

    it('is cancelled while all its tasks compute', async () => {
      const controller = new AbortController();
      const trial = await ground.run(
        'all-spin',
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
});
