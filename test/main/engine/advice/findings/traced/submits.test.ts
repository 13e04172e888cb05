import { describe, expect, it } from 'vitest';
import { callInCaller } from '../../../../../../src/main/engine/advice/findings/traced/call-in-caller.ts';
import { lostWorkers } from '../../../../../../src/main/engine/advice/findings/traced/lost-workers.ts';
import { serialSubmits } from '../../../../../../src/main/engine/advice/findings/traced/serial-submits.ts';
import { unpicklable } from '../../../../../../src/main/engine/advice/findings/traced/unpicklable.ts';
import type { SubmitEvidence } from '../../../../../../src/main/engine/advice/findings/traced/traced-evidence.ts';
import type { Finding } from '../../../../../../src/shared/lab-report.ts';
import { judged, ms, poolOf, poolRow, siteOf, submitsOf, workOf } from './evidence-parts.ts';

const some = (tasks: number, error: string | null = null, pids: readonly number[] = []) => ({
  tasks,
  from: ms(100),
  to: ms(300),
  error,
  pids: new Set(pids),
});

/** Ten tasks of 5 µs, before each of which the submitter computes for about 100 ms. */
const trivial = submitsOf({ runNs: ms(0.05), between: workOf(0.95, 0.9) });

const trivialAt = (line: number, onCpu: number): SubmitEvidence => ({
  ...trivial,
  site: siteOf({ submitted_at: { name: 'main', file: '/home/ada/shop/main.py', line } }),
  between: workOf(0.95, onCpu),
});

describe('call-in-caller', () => {
  it('tells of a single result that was submitted, and how to submit the call', () => {
    const site = siteOf({ callable: { name: 'int', file: '', line: 0 } });
    const submits = [submitsOf({ site, notCallable: some(1, "TypeError: 'int' object is not callable") })];
    const finding = judged(callInCaller, { submits });
    expect(finding?.title).toBe('ProcessPoolExecutor was given a result, and not a function at main.py:12.');
    expect(finding?.evidence).toMatchObject({
      tasks: 1,
      was_given: 'int',
      submitted_at: '/home/ada/shop/main.py:12',
      error: "TypeError: 'int' object is not callable",
    });
    expect(finding?.range_ms).toEqual([100, 300]);
    expect(finding?.remedy).toContain('main.py:12: submit(f, x), and not submit(f(x)).');
  });

  it.each([
    ['threading.Thread', 'Thread(target=f, args=(x,))'],
    ['multiprocessing.Process', 'Process(target=f, args=(x,))'],
    ['multiprocessing.pool.Pool', 'apply_async(f, (x,))'],
    ['piscina', 'pass the input'],
  ] as const)('speaks the language of %s', (api, words) => {
    const submits = [submitsOf({ site: siteOf({ api }), notCallable: some(2) })];
    expect(judged(callInCaller, { submits })?.remedy).toContain(words);
  });

  it('finds tasks that do nothing, of a thread that computes before it submits each', () => {
    const finding = judged(callInCaller, { submits: [trivial] });
    expect(finding?.title).toBe(
      'Each render ran for 5.00 µs, but the thread that submits them computed for 100 ms before.',
    );
    expect(finding?.evidence).toMatchObject({ tasks: 10, submitter_before_each_ms: 100 });
  });

  it('says nothing of tasks that work, of a submitter that waits or does little, and of two tasks', () => {
    const silent = [
      { runNs: ms(30) },
      { between: workOf(0.3, 0.3) },
      { between: workOf(0.6, 0.09) },
      { tasks: 200 },
      { tasks: 2 },
      { between: null },
    ];
    for (const parts of silent) {
      expect(judged(callInCaller, { submits: [{ ...trivial, ...parts }] })).toBeNull();
    }
  });

  it('is one finding for all places: the worst names the others', () => {
    const submits = [trivialAt(20, 0.9), trivialAt(30, 0.8), trivialAt(40, 0.7)];
    expect(judged(callInCaller, { submits })?.evidence).toMatchObject({
      submitted_at: '/home/ada/shop/main.py:20',
      others: 2,
      also_at: '/home/ada/shop/main.py:30; /home/ada/shop/main.py:40',
    });
  });
});

describe('unpicklable', () => {
  const error = "PicklingError: Can't pickle <function <lambda> at 0x7f>: attribute lookup <lambda> failed";

  it('names what failed, where it was submitted and why', () => {
    const finding = judged(unpicklable, { submits: [submitsOf({ unpicklable: some(3, error) })] });
    expect(finding?.title).toBe('3 tasks of render at main.py:12 failed: not all could be pickled.');
    expect(finding?.evidence).toMatchObject({ tasks_failed: 3, tasks: 10, callable: 'render', error });
    expect(finding?.remedy).toContain('top level');
  });

  it('tells what to pass instead of a lock', () => {
    const lock = "TypeError: cannot pickle '_thread.lock' object";
    const finding = judged(unpicklable, { submits: [submitsOf({ unpicklable: some(1, lock) })] });
    expect(finding?.remedy).toContain('open files, locks and connections within the task');
  });

  it('says nothing where all was pickled', () => {
    expect(judged(unpicklable, { submits: [submitsOf()] })).toBeNull();
  });
});

describe('lost-workers', () => {
  it('counts the tasks, and names the workers, and the signal where it is known', () => {
    const lost = some(2, 'BrokenProcessPool: terminated by SIGKILL', [501, 502]);
    const finding = judged(lostWorkers, { submits: [submitsOf({ lost })] });
    expect(finding?.title).toBe('2 tasks of render at main.py:12 went lost: a worker died of SIGKILL.');
    expect(finding?.evidence).toMatchObject({ tasks_lost: 2, worker_pids: '501, 502', signal: 'SIGKILL' });
    const silent = judged(lostWorkers, { submits: [submitsOf({ lost: some(1, null, [501]) })] });
    expect(silent?.title).toBe('1 task of render at main.py:12 went lost: a worker died.');
    expect(silent?.evidence['signal']).toBeNull();
  });

  it('says nothing where nobody died', () => {
    expect(judged(lostWorkers, { submits: [submitsOf()] })).toBeNull();
  });
});

describe('serial-submits', () => {
  const flight = { tasks: 10, overlapping: 0, inFlightNs: ms(900), from: 0, to: ms(1_000) };
  const ofPool = (parts: Partial<typeof flight> = {}, workers: number | null = 4): Finding | null =>
    judged(serialSubmits, {
      pools: [poolOf({ row: poolRow({ workers }), flight: { ...flight, ...parts }, awaitedAtOnce: 9 })],
    });

  it('finds a pool of which one worker works at a time, since each task is awaited', () => {
    const finding = ofPool();
    expect(finding?.title).toBe(
      '10 tasks of ProcessPoolExecutor-0 ran one by one, each awaited before the next, 90 % of the time.',
    );
    expect(finding?.evidence).toMatchObject({ tasks: 10, awaited_at_once: 9, workers: 4, in_flight_ms: 900 });
    expect(finding?.remedy).toContain('main.py:12 first, and wait for the results then');
  });

  it('says nothing of few tasks, of some that overlap, of a pool of one, and of a submitter that does other things', () => {
    expect(ofPool({ tasks: 3 })).toBeNull();
    expect(ofPool({ overlapping: 1 })).toBeNull();
    expect(ofPool({ inFlightNs: ms(400) })).toBeNull();
    expect(ofPool({ inFlightNs: ms(40), to: ms(50) })).toBeNull();
    expect(ofPool({}, 1)).toBeNull();
  });

  it('finds threads that are started and joined one by one', () => {
    const site = siteOf({ api: 'threading.Thread', pool: null });
    const finding = judged(serialSubmits, { submits: [submitsOf({ site, pool: null, flight })] });
    expect(finding?.remedy).toContain('join them in a second loop');
    const coroutine = siteOf({ api: 'asyncio.Task', pool: null });
    expect(judged(serialSubmits, { submits: [submitsOf({ site: coroutine, flight })] })).toBeNull();
  });

  it.each([
    ['multiprocessing.pool.Pool', 'pool.map'],
    ['piscina', 'Promise.all'],
    ['concurrent.futures.ThreadPoolExecutor', 'executor.map'],
  ] as const)('says how %s takes many at once', (api, words) => {
    const finding = judged(serialSubmits, { pools: [poolOf({ flight, mainSite: siteOf({ api }) })] });
    expect(finding?.remedy).toContain(words);
  });
});
