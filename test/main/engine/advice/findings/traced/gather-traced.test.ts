import { describe, expect, it } from 'vitest';
import { gatherTraced } from '../../../../../../src/main/engine/advice/findings/traced/gather-traced.ts';
import type { TracedEvidence } from '../../../../../../src/main/engine/advice/findings/traced/traced-evidence.ts';
import { peopleOf } from '../../../../../../src/main/engine/advice/findings/people.ts';
import { profileFindings } from '../../../../../../src/main/engine/advice/findings/findings.ts';
import { openSession } from '../../../../../../src/main/engine/store/reader.ts';
import { slotFlags } from '../../../../../../src/shared/trace-format.ts';
import { asNanoseconds } from '../../../../../../src/shared/units.ts';
import { tracedProgram } from '../../../../../support/traced-program.ts';
import {
  type Content,
  recordSession,
  type TaskRow,
  testFolder,
  type TracedRow,
} from '../../../export/recorded-session.ts';
import { evidenceOf, ms, poolRow, siteOf } from './evidence-parts.ts';

/** What is gathered of a session as it is recorded; its program ran for a second on two cores. */
async function gathered(
  content: Content,
  mode: 'system' | 'sampled' = 'system',
): Promise<TracedEvidence | null> {
  const session = openSession(await recordSession(`${testFolder()}/program.corelane`, content));
  try {
    return gatherTraced(session, { ...evidenceOf(null).scope, mode }, peopleOf(session));
  } finally {
    session.close();
  }
}

/** What is recorded of it can be recorded once. */
const program = (): Content => structuredClone(tracedProgram);

/** A task with what was traced of it. */
type Both = Omit<TaskRow, 'index'> & Omit<TracedRow, 'task'>;

/** In order of settling. */
const both = (rows: readonly Both[]): Pick<Content, 'tasks' | 'traced'> => ({
  tasks: rows.map((row, index) => ({ ...row, index })),
  traced: rows.map((row, task) => ({ ...row, task })),
});

const main = { submit_pid: 100, submit_tid: 100 };
const threads = [0, 1, 2].map((thread) => ({
  thread,
  pid: 100,
  tid: 100 + thread,
  name: 'python3',
  workload: true,
}));
const workers = [1, 2].map((worker) => ({
  worker,
  trial: 0,
  pid: 100,
  tid: 100 + worker,
  name: `worker ${worker}`,
  affinity: null,
}));

const one = (submit: number, start: number, end: number, result: number) => ({
  ...main,
  site: 1,
  submit: ms(submit),
  start: ms(start),
  end: ms(end),
  result: ms(result),
  worker: 1,
});

/** One every 100 ms, each of which runs for so long. */
const trivialTasks = (count: number, runMs: number): readonly Both[] =>
  Array.from({ length: count }, (_, nth) =>
    one(nth * 100, nth * 100 + 1, nth * 100 + 1 + runMs, nth * 100 + 10),
  );

describe('gathering what was traced', () => {
  it('takes a pool that replaces its workers for as large as it may be', async () => {
    const { details, ...content } = program();
    const replaced = [150, 151].map((tid, at) => ({
      number: 50 + at,
      api: 'concurrent.futures.ThreadPoolExecutor' as const,
      pool: 1,
      pid: 100,
      tid,
      name: '',
    }));
    const lanes = [...(details?.lanes ?? []), ...replaced];
    const traced = await gathered({ ...content, details: { ...details, lanes } });
    expect(traced?.pools[0]).toMatchObject({ row: { number: 1, workers: 2 }, started: 2 });
  });

  it('joins tasks with what the hook saw of them, and adds it up by place, pool and loop', async () => {
    const traced = await gathered(program());
    expect(
      traced?.submits.map(({ site, tasks, awaitedAtOnce }) => [site.number, tasks, awaitedAtOnce]),
    ).toEqual([
      [1, 3, 1],
      [2, 1, 0],
      [3, 2, 0],
      [4, 2, 0],
    ]);
    expect(
      traced?.pools.map(({ row, started, tasks, busiest, runNs }) => [
        row.number,
        started,
        tasks,
        busiest,
        runNs,
      ]),
    ).toEqual([
      [1, 2, 3, 2, ms(9.9)],
      [2, 1, 1, 1, ms(8)],
      [3, 1, 2, 1, ms(2)],
    ]);
    expect(traced?.pools[1]?.moved).toMatchObject({
      tasks: 1,
      argumentNs: ms(0.2),
      resultNs: ms(0.1),
      argumentBytes: 4096,
    });
    expect(traced?.loops).toMatchObject([{ pid: 100, tid: 100, language: 'python', holds: [], heavy: null }]);
    // crunch was submitted by work.
    expect(
      traced?.nestings.map(({ outer, inner }) => [outer.number, inner.map(({ row }) => row.number)]),
    ).toEqual([[1, [2]]]);
    expect(traced).toMatchObject({ hasTasks: true, soloThreads: new Set() });
  });

  it('has nothing to say of a program that was not traced', async () => {
    expect(await gathered({ tasks: [{ submit: 0, start: 1, end: 2 }] })).toBeNull();
  });

  it('finds nothing in a small clean program', async () => {
    const path = await recordSession(`${testFolder()}/clean.corelane`, program());
    const findings = profileFindings(path, {
      from: asNanoseconds(0),
      to: asNanoseconds(ms(40)),
      cores: [0, 1],
      scheduling: { mode: 'system', reason: '', lost: 0, wakes: true },
      threadsMissed: 0,
      threadsNotFollowed: 0,
      ownPids: [],
    });
    expect(findings).toEqual([]);
  });

  it('takes rows of both streams in any order', async () => {
    const content = { ...program(), traced: program().traced?.toReversed() ?? [] };
    const inOrder = await gathered(program());
    expect((await gathered(content))?.pools.map(({ runNs }) => runNs)).toEqual(
      inOrder?.pools.map(({ runNs }) => runNs),
    );
  });

  it('knows what a submitter did between its submits, where its tasks are trivial', async () => {
    const rows = trivialTasks(4, 0.01);
    const slices = [
      { thread: 0, start: ms(0), end: ms(150) },
      { thread: 0, ready: ms(160), start: ms(200), end: ms(400) },
    ];
    const details = { sites: [siteOf()], pools: [poolRow()] };
    const content = { ...both(rows), details, workers, threads, slices };
    const [submits] = (await gathered(content))?.submits ?? [];
    expect(submits?.between).toMatchObject({ onCpuNs: ms(250), runDelayNs: ms(40), from: 0, to: ms(300) });
    const long = { ...content, ...both(trivialTasks(4, 5)) };
    expect((await gathered(long))?.submits[0]?.between).toBeNull();
  });

  it('reads the same from samples where switches were not recorded', async () => {
    const rows = trivialTasks(3, 0.01);
    const nothing = Float64Array.of(0, 0);
    const threadSamples = {
      time: Float64Array.of(0, ms(400)),
      thread: Uint32Array.of(0, 0),
      on_cpu_ns: Float64Array.of(ms(5), ms(305)),
      run_delay_ns: Float64Array.of(0, ms(40)),
      voluntary_switches: nothing,
      involuntary_switches: nothing,
      migrations: nothing,
      core: Uint16Array.of(0, 0),
    };
    const details = { sites: [siteOf()], pools: [poolRow()] };
    const traced = await gathered({ ...both(rows), details, workers, threads, threadSamples }, 'sampled');
    // Half of what was gained from 0 to 400 lies between 0 and 200.
    expect(traced?.submits[0]?.between).toMatchObject({ onCpuNs: ms(150), runDelayNs: ms(20) });
  });

  it('tells tasks that overlap from tasks that are awaited one by one, chunks of a map included', async () => {
    const details = { sites: [siteOf()], pools: [poolRow()] };
    const serial = await gathered({
      ...both([one(0, 1, 100, 101), one(101, 102, 200, 201), one(201, 202, 300, 301)]),
      details,
      workers,
    });
    expect(serial?.pools[0]?.flight).toEqual({
      tasks: 3,
      overlapping: 0,
      inFlightNs: ms(301),
      from: 0,
      to: ms(301),
    });
    const chunk = await gathered({
      ...both([one(0, 1, 50, 200), one(0, 50, 100, 200), one(0, 100, 150, 200)]),
      details,
      workers,
    });
    expect(chunk?.pools[0]?.flight.overlapping).toBe(2);
  });

  it('counts the tasks of a flag, and those that a process took with it', async () => {
    const row = { ...main, site: 1, submit: ms(1), start: ms(2), end: ms(3), worker: 1, worker_pid: 200 };
    const traced = await gathered({
      ...both([
        { ...row, flags: slotFlags.notCallable, outcome: 'error', error: 1 },
        { ...row, flags: slotFlags.unpicklable, outcome: 'error', error: 2 },
        { ...row, flags: slotFlags.workerDied, outcome: 'lost', end: null },
        // Not over when the program ended.
        { ...row, outcome: 'lost', end: null, worker_pid: 100 },
      ]),
      details: {
        sites: [siteOf()],
        pools: [poolRow()],
        names: [
          { number: 1, text: 'TypeError: not callable' },
          { number: 2, text: 'PicklingError: no' },
        ],
      },
      workers,
    });
    expect(traced?.submits).toMatchObject([
      {
        notCallable: { tasks: 1, error: 'TypeError: not callable', from: ms(1), to: ms(3) },
        unpicklable: { tasks: 1, error: 'PicklingError: no' },
        lost: { tasks: 1, pids: new Set([200]), from: ms(1), to: ms(2) },
      },
    ]);
    // Whoever died had been busy, too.
    expect(traced?.pools).toMatchObject([{ busiest: 4, runNs: ms(2), from: ms(1), to: ms(3) }]);
  });
});

const coroutine = (site: number, submit: number, start: number, end: number, parts: Partial<Both> = {}) => ({
  ...main,
  site,
  submit: ms(submit),
  start: ms(start),
  end: ms(end),
  worker: 1,
  ...parts,
});

const step = (task: number, start: number, end: number) => ({
  task,
  pid: 100,
  tid: 100,
  start: ms(start),
  end: ms(end),
});

const process = (pid: number, endMs: number) => ({
  process: pid,
  pid,
  ppid: 100,
  command: 'python3',
  workload: true,
  start: null,
  end: asNanoseconds(ms(endMs)),
});

const lane = (number: number, pid: number) => ({
  number,
  api: 'multiprocessing.pool.Pool' as const,
  pool: 1,
  pid,
  tid: pid,
  name: '',
});

describe('a worker whose pool does not tell that it died', () => {
  it.each([
    ['died, when the others of its pool lived on', 500, 1],
    ['was ended with its pool, when the others ended with it', 850, 0],
  ])('%s', async (_, endMs, tasks) => {
    const unfinished = { ...main, site: 1, submit: ms(1), start: ms(2), end: null, worker_pid: 201 };
    const traced = await gathered({
      ...both([{ ...unfinished, outcome: 'lost' }]),
      details: { sites: [siteOf()], pools: [poolRow()], lanes: [lane(0, 201), lane(1, 202)] },
      processes: [process(201, endMs), process(202, 900)],
      workers,
    });
    expect(traced?.submits).toMatchObject([{ lost: { tasks } }]);
  });
});

describe('coroutines of a loop', () => {
  const loopWorker = [{ worker: 1, trial: 0, pid: 100, tid: 100, name: 'MainThread', affinity: null }];
  const sites = [
    siteOf({ number: 1, api: 'asyncio.Task', pool: null }),
    siteOf({
      number: 2,
      api: 'asyncio.Task',
      pool: null,
      callable: { name: 'main', file: '/m.py', line: 1 },
    }),
  ];

  it('hold it while others are there; whoever submitted the holder does not count', async () => {
    // main (task 2) submits one that holds the loop (0) and one that ticks (1).
    const content = {
      ...both([
        coroutine(1, 1, 2, 200, { parent: 3 }),
        coroutine(1, 1, 2, 300, { parent: 3 }),
        coroutine(2, 0, 0, 400),
      ]),
      steps: [step(2, 0, 1), step(0, 2, 200), step(1, 200, 201), step(2, 399, 400)],
      details: { sites },
      workers: loopWorker,
      threads,
      slices: [
        { thread: 0, ready: ms(0), start: ms(5), end: ms(20) },
        { thread: 0, ready: ms(20), start: ms(60), end: ms(400) },
      ],
    };
    const holds = (await gathered(content))?.loops[0]?.holds;
    expect(holds).toMatchObject([{ from: ms(2), to: ms(200), others: 1, wait: { runDelayNs: ms(43) } }]);
    // In 200 ms the core ran for 50, and its host for 150.
    const cores = {
      time: Float64Array.of(ms(200)),
      core: Uint16Array.of(0),
      user_ns: Float64Array.of(ms(50)),
      system_ns: Float64Array.of(0),
      iowait_ns: Float64Array.of(0),
      steal_ns: Float64Array.of(ms(150)),
      idle_ns: Float64Array.of(0),
    };
    const [stolenFrom] = (await gathered({ ...content, cores }))?.loops[0]?.holds ?? [];
    expect(stolenFrom?.wait.stolenNs).toBeCloseTo(0.75 * ms(15 + 140), 0);
    const alone = {
      ...content,
      ...both([coroutine(1, 1, 2, 200, { parent: 2 }), coroutine(2, 0, 0, 400)]),
      steps: [step(1, 0, 1), step(0, 2, 200)],
    };
    expect((await gathered(alone))?.loops[0]?.holds).toMatchObject([{ others: 0 }]);
  });

  it('that are submitted at the end of a step did not wait for it', async () => {
    const content = {
      ...both([coroutine(1, 199, 201, 210, { parent: 2 }), coroutine(2, 0, 0, 200)]),
      steps: [step(1, 0, 200), step(0, 201, 210)],
      details: { sites },
      workers: loopWorker,
    };
    expect((await gathered(content))?.loops[0]?.holds).toMatchObject([{ others: 0 }]);
  });

  it('that compute are added up without those that wait for them', async () => {
    const longest = { longest_step_ns: ms(100) };
    const content = {
      ...both([
        coroutine(1, 20, 20, 120, { parent: 3, ...longest }),
        coroutine(1, 20, 120, 220, { parent: 3, ...longest }),
        // Computes for a while itself, and then waits for both.
        coroutine(2, 0, 0, 230, { longest_step_ns: ms(20) }),
      ]),
      steps: [step(2, 0, 20), step(0, 20, 120), step(1, 120, 220)],
      details: { sites },
      workers: loopWorker,
      threads,
      slices: [{ thread: 0, start: 0, end: ms(210) }],
    };
    expect((await gathered(content))?.loops[0]?.heavy).toMatchObject({
      site: { number: 1 },
      tasks: 2,
      steps: 2,
      stepNs: ms(200),
      aliveNs: ms(300),
      from: ms(20),
      to: ms(220),
      work: { onCpuNs: ms(190) },
    });
  });

  it('are told of once, though both the step and the loop say that it was held', async () => {
    const content: Content = {
      ...both([coroutine(1, 1, 2, 200), coroutine(1, 1, 2, 300)]),
      steps: [step(0, 2, 200)],
      spans: [
        { kind: 'held-loop', name: 1, pid: 100, tid: 100, start: ms(2), end: ms(200) },
        { kind: 'held-loop', name: 1, pid: 100, tid: 100, start: ms(250), end: ms(400) },
      ],
      details: { sites, names: [{ number: 1, text: 'tick' }] },
      workers: loopWorker,
    };
    expect((await gathered(content))?.loops[0]?.holds).toMatchObject([
      { site: { number: 1 }, name: null, others: 1 },
      { site: null, name: 'tick', others: null },
    ]);
  });

  it('are not known of a loop of which only long stays are told', async () => {
    const content: Content = {
      spans: [
        { kind: 'held-loop', name: 1, pid: 300, tid: 301, start: ms(10), end: ms(150) },
        { kind: 'gc', name: 1, pid: 300, tid: 301, start: ms(10), end: ms(450) },
      ],
      details: { names: [{ number: 1, text: 'onRequest' }] },
    };
    expect((await gathered(content))?.loops).toMatchObject([
      { pid: 300, tid: 301, language: null, holds: [{ name: 'onRequest', site: null, others: null }] },
    ]);
  });
});
