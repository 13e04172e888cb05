import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../../src/shared/executors.ts';
import { failuresOf, TrialGround } from '../../../main/engine/executors/trial-ground.ts';
import { Mark } from '../../../support/marked-processes.ts';
import { python } from '../../../support/python.ts';

const workers = 3;
const pools = [
  'concurrent.futures.ProcessPoolExecutor',
  'multiprocessing.pool.Pool',
] as const satisfies readonly Executor[];

describe.skipIf(python === null)('a pool of Python processes', () => {
  const mark = new Mark();
  let ground: TrialGround;
  beforeAll(async () => {
    Object.assign(process.env, mark.env);
    ground = await TrialGround.open('python');
  });
  afterEach(() => mark.expectNoneLeft());
  afterAll(() => ground.close());

  it.each(pools)(
    'settles each task once though its processes are killed at any moment: %s',
    async (executor) => {
      const trial = await ground.run('siblings-killed', { executor, workers });
      expect(trial.end.type).toBe('finished');
      expect(trial.tasks.map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, index) => index));
      for (const { outcome } of trial.tasks) expect(['ok', 'lost']).toContain(outcome);
      for (const { message } of failuresOf(trial)) expect(message).toMatch(/SIGKILL|never came back/);
    },
  );

  it('is made anew when it broke, for the tasks that were not submitted yet', async () => {
    const executor = 'concurrent.futures.ProcessPoolExecutor';
    const trial = await ground.run('dies-once', { executor, workers: 2 });
    expect(trial.end.type).toBe('finished');
    expect(trial.tasks).toHaveLength(10_500);
    expect(trial.tasks[40]).toMatchObject({ outcome: 'lost' });
    expect(trial.tasks.at(-1)).toMatchObject({ outcome: 'ok' });
    expect(trial.workers).toHaveLength(4);
    const messages = failuresOf(trial).map(({ message }) => message);
    expect(messages).toContain('its process ended with code 3 (os._exit in the task?)');
    expect(messages.join('\n')).toContain('given up by ProcessPoolExecutor with all that was pending');
  });

  it('loses no more than the chunk of the process that died, where it maps', async () => {
    const executor = 'multiprocessing.pool.Pool';
    const trial = await ground.run('killed', { executor, workers: 2 });
    const lost = trial.tasks.filter(({ outcome }) => outcome !== 'ok').map(({ index }) => index);
    // 200 tasks over 4 chunks a worker: 25 each, and task 40 is in the second.
    expect(lost).toEqual(Array.from({ length: 25 }, (_, at) => 25 + at));
    expect(failuresOf(trial)).toMatchObject([
      {
        message: expect.stringMatching(/^lost with its chunk, as its process was killed \(SIGKILL/),
        count: 24,
      },
      { message: expect.stringMatching(/^its process was killed \(SIGKILL/), count: 1, firstTask: 40 },
    ]);
  });

  it.each(pools)('says of inputs that cannot be pickled that they cannot, and ends: %s', async (executor) => {
    const trial = await ground.run('unpicklable-inputs', { executor, workers: 2 });
    expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 20 }, () => 'error'));
    for (const { message } of failuresOf(trial)) expect(message).toMatch(/pickle/);
  });

  it('ends a process that lingers behind its one task', async () => {
    const trial = await ground.run('lingers', { executor: 'multiprocessing.Process', workers });
    expect(trial.tasks.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
  });
});
