import { describe, expect, it } from 'vitest';
import { labFindings } from '../../../../../src/main/engine/advice/findings/findings.ts';
import type { Executor } from '../../../../../src/shared/executors.ts';
import type { Finding } from '../../../../../src/shared/lab-report.ts';
import { recordSession, taskBatch, testFolder, trialReport } from '../../export/recorded-session.ts';
import type { TaskRow } from '../../export/recorded-session.ts';
import { findingsIn, idsOf } from './schedule.ts';

/** Tasks of a lab, by hand: all submitted at once, one after the other on each lane. */
interface Work {
  readonly lane: number;
  readonly tasks: number;
  readonly runUs: number;
  readonly gapUs: number;
}

function tasksOf(works: readonly Work[], trial = 0, fromMs = 0): readonly TaskRow[] {
  return works.flatMap(({ lane, tasks, runUs, gapUs }) =>
    Array.from({ length: tasks }, (_, index) => {
      const start = fromMs * 1e6 + (index * (runUs + gapUs) + gapUs) * 1e3;
      return { trial, lane, index, submit: fromMs * 1e6, start, end: start + runUs * 1e3 };
    }),
  );
}

const inTrial = (works: readonly Work[], lanesShareThread = false): Promise<readonly Finding[]> =>
  findingsIn({
    cores: ['.', '.'],
    stepMs: 1000,
    scope: { lanesShareThread },
    also: (writer) => writer.append('tasks', taskBatch(tasksOf(works))),
  });

describe('tiny-tasks', () => {
  it('compares what a worker waits between two tasks with the task', async () => {
    const works = [0, 1].map((lane) => ({ lane, tasks: 300, runUs: 2, gapUs: 20 }));
    const [finding, ...others] = await inTrial(works);
    expect(others).toEqual([]);
    expect(finding?.id).toBe('tiny-tasks');
    expect(finding?.title).toBe('Handing over a task takes 20.0 µs, the task itself 2.00 µs.');
    expect(finding?.remedy).toContain('Hand over 500 of them at a time');
    const [fewer] = await inTrial([{ lane: 0, tasks: 300, runUs: 2, gapUs: 20 }]);
    expect(fewer?.remedy).toContain('one piece for each worker');
  });

  it('says nothing of tasks that are worth it, of few tasks, or of gaps no longer than the recording itself makes', async () => {
    expect(await inTrial([{ lane: 0, tasks: 200, runUs: 21, gapUs: 20 }])).toEqual([]);
    expect(await inTrial([{ lane: 0, tasks: 50, runUs: 2, gapUs: 20 }])).toEqual([]);
    expect(await inTrial([{ lane: 0, tasks: 200, runUs: 1, gapUs: 4 }])).toEqual([]);
  });

  it('does not take the turns of an event loop for gaps', async () => {
    // Ten lanes, one thread: while one runs for 100 µs, the other nine do not.
    const works = Array.from({ length: 10 }, (_, lane) => ({ lane, tasks: 20, runUs: 100, gapUs: 900 }));
    const shifted = tasksOf(works).map((task) => {
      const shiftNs = (task.lane ?? 0) * 100e3;
      return Object.assign(task, { start: (task.start ?? 0) + shiftNs, end: (task.end ?? 0) + shiftNs });
    });
    const inOrder = shifted.toSorted((a, b) => a.end - b.end);
    const findings = await findingsIn({
      cores: ['.'],
      stepMs: 1000,
      scope: { lanesShareThread: true },
      also: (writer) => writer.append('tasks', taskBatch(inOrder)),
    });
    expect(findings).toEqual([]);
  });
});

describe('imbalance of tasks', () => {
  it('finds the worker that goes on with a long task when the others are done', async () => {
    const [finding, ...others] = await inTrial([
      { lane: 0, tasks: 10, runUs: 40_000, gapUs: 10 },
      { lane: 1, tasks: 1, runUs: 1_000_000, gapUs: 0 },
    ]);
    expect(others).toEqual([]);
    expect(finding?.id).toBe('imbalance');
    expect(finding?.evidence).toMatchObject({
      last: 'worker 1',
      others: 1,
      tasks_of_it: 1,
      tasks_of_others_mean: 10,
    });
    expect(finding?.range_ms).toEqual([400.1, 1000]);
  });

  it('says nothing of equal tasks of which one worker has one more', async () => {
    expect(
      await inTrial([
        { lane: 0, tasks: 8, runUs: 90_000, gapUs: 10 },
        { lane: 1, tasks: 9, runUs: 90_000, gapUs: 10 },
      ]),
    ).toEqual([]);
  });

  it('says nothing of lanes that take turns on one thread', async () => {
    const one = tasksOf([{ lane: 0, tasks: 1, runUs: 400_000, gapUs: 0 }]);
    const two = tasksOf([{ lane: 1, tasks: 1, runUs: 400_000, gapUs: 0 }], 0, 400);
    const findings = await findingsIn({
      cores: ['.'],
      stepMs: 800,
      scope: { lanesShareThread: true },
      also: (writer) => writer.append('tasks', taskBatch([...one, ...two])),
    });
    expect(findings).toEqual([]);
  });
});

describe('findings of a lab', () => {
  const scheduling = { mode: 'sampled', reason: '', lost: 0, wakes: false } as const;
  const tiny = [{ lane: 0, tasks: 200, runUs: 2, gapUs: 20 }];
  const worse = [{ lane: 0, tasks: 200, runUs: 2, gapUs: 40 }];
  const good = [{ lane: 0, tasks: 200, runUs: 100, gapUs: 20 }];

  async function ofTrials(
    trials: readonly {
      readonly executor: Executor;
      readonly works: readonly Work[];
      readonly missed?: number;
      readonly refused?: number;
    }[],
  ): Promise<readonly Finding[]> {
    const path = await recordSession(`${testFolder()}/lab.corelane`, {
      tasks: trials.flatMap(({ works }, trial) => tasksOf(works, trial, trial * 100)),
    });
    return labFindings(path, {
      trials: trials.map(({ executor }) => trialReport(executor, 1)),
      scheduling,
      unrecorded: trials.map(({ missed = 0, refused = 0 }) => ({
        threadsMissed: missed,
        threadsNotFollowed: refused,
      })),
      ownPids: [],
    });
  }

  it('name the configuration, once for all its repeats, with the range of the worst', async () => {
    const findings = await ofTrials([
      { executor: 'thread-pool', works: tiny },
      { executor: 'event-loop', works: good },
      { executor: 'thread-pool', works: worse },
      { executor: 'event-loop', works: good },
      { executor: 'thread-pool', works: good },
    ]);
    expect(findings).toHaveLength(1);
    const [finding] = findings;
    expect(finding?.title).toBe(
      'thread-pool × 1: Handing over a task takes 40.0 µs, the task itself 2.00 µs.',
    );
    expect(finding?.evidence).toMatchObject({
      executor: 'thread-pool',
      workers: 1,
      repeats_with_it: 2,
      repeats: 3,
    });
    expect(finding?.range_ms[0]).toBe(200);
  });

  it('say of which trials threads were missed, or could not be followed', async () => {
    const findings = await ofTrials([
      { executor: 'thread-pool', works: good },
      { executor: 'thread-per-task', works: good, missed: 4, refused: 2 },
    ]);
    expect(idsOf(findings)).toEqual(['recording-incomplete']);
    expect(findings[0]?.evidence).toMatchObject({
      executor: 'thread-per-task',
      threads_missed: 4,
      threads_not_followed: 2,
    });
  });
});
