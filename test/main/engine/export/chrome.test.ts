import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromeExporter } from '../../../../src/main/engine/export/chrome.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { tracedProgram } from '../../../support/traced-program.ts';
import { labReport, profileReport, recordSession, testFolder, trialReport } from './recorded-session.ts';
import type { Content } from './recorded-session.ts';

/** A trace event as far as these tests look at it. */
interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly pid: number;
  readonly tid?: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly id?: number;
  readonly bp?: string;
  readonly args?: Readonly<Record<string, string | number>>;
}

async function traceEvents(content: Content): Promise<readonly TraceEvent[]> {
  const session = openSession(await recordSession(join(testFolder(), 'run.corelane'), content));
  const pieces = Array.from(
    chromeExporter.chunks(session, () => undefined),
    (piece) => Buffer.from(piece),
  );
  session.close();
  const trace: { traceEvents: TraceEvent[] } = JSON.parse(Buffer.concat(pieces).toString());
  return trace.traceEvents;
}

const nameOf = (events: readonly TraceEvent[], kind: 'process_name' | 'thread_name', event: TraceEvent) =>
  events.find(
    (other) =>
      other.name === kind && other.pid === event.pid && (kind === 'process_name' || other.tid === event.tid),
  )?.args?.['name'];

const trials = labReport([trialReport('thread-pool', 2), trialReport('process-pool', 1, { repeat: 3 })]);

describe('tasks in a Chrome trace', () => {
  it('are slices on their lanes in the process of their trial, to the nanosecond', async () => {
    const events = await traceEvents({
      report: trials,
      tasks: [
        { trial: 1, index: 4, input: 2, submit: 1000, start: 1_000_001, end: 3_000_003, lane: 5, tid: 77 },
      ],
    });
    const slice = events.find((event) => event.name === 'task');
    expect(slice).toMatchObject({ ph: 'X', ts: 1000.001, dur: 2000.002 });
    expect(slice?.args).toEqual({ task: 4, input: 2, outcome: 'ok', queue_ms: 0.999001, worker: 0, tid: 77 });
    expect(slice && nameOf(events, 'process_name', slice)).toBe('trial 1 · process-pool × 1 · repeat 3');
    expect(slice && nameOf(events, 'thread_name', slice)).toBe('lane 5');
  });

  it('have a flow each, from a slice on the submitted track to their own slice', async () => {
    const events = await traceEvents({
      report: trials,
      tasks: [
        { submit: 0, start: 10_000, end: 20_000 },
        { submit: 0, start: 20_000, end: 30_000 },
        { trial: 1, submit: 5000, start: 15_000, end: 25_000 },
      ],
    });
    const begins = events.filter((event) => event.ph === 's');
    const ends = events.filter((event) => event.ph === 'f');
    expect(new Set(begins.map((event) => event.id)).size).toBe(3);
    expect(ends.map((event) => event.id)).toEqual(begins.map((event) => event.id));
    for (const flow of [...begins, ...ends]) {
      const slice = events.find(
        (event) => event.ph === 'X' && event.tid === flow.tid && event.ts === flow.ts && (event.dur ?? 0) > 0,
      );
      expect(slice).toBeDefined();
      expect(nameOf(events, 'thread_name', flow)).toBe(flow.ph === 's' ? 'submitted' : 'lane 0');
      expect(flow.bp).toBe(flow.ph === 'f' ? 'e' : undefined);
    }
  });

  it('are instants when they never started or nobody saw their end', async () => {
    const events = await traceEvents({
      tasks: [
        { submit: 1000, start: null, end: null, outcome: 'cancelled' },
        { submit: 1000, start: 2000, end: null, outcome: 'lost', lane: 3 },
        { submit: null, start: null, end: null, outcome: 'lost' },
      ],
    });
    const instants = events.filter((event) => event.ph === 'i');
    expect(
      instants.map(({ name, ts }) => ({ name, ts })).toSorted((a, b) => a.name.localeCompare(b.name)),
    ).toEqual([
      { name: 'task cancelled, never started', ts: 1 },
      { name: 'task lost, end unknown', ts: 2 },
    ]);
    expect(events.some((event) => ['X', 's', 'f'].includes(event.ph))).toBe(false);
    expect(instants.map((event) => nameOf(events, 'process_name', event))).toEqual(['trial 0', 'trial 0']);
  });

  it('never share a track with those of another trial', async () => {
    const events = await traceEvents({
      report: trials,
      tasks: [0, 1].flatMap((trial) =>
        [0, 1].map((lane) => ({ trial, lane, submit: 0, start: 10, end: 20 })),
      ),
    });
    const tracks = events.filter((event) => event.name === 'task').map((event) => event.tid);
    expect(new Set(tracks).size).toBe(4);
  });
});

describe('samples in a Chrome trace', () => {
  it('give each core a counter that holds from one sample to the next and ends at zero', async () => {
    const events = await traceEvents({
      cores: {
        time: Float64Array.of(20e6, 20e6, 40e6),
        core: Uint16Array.of(0, 1, 0),
        user_ns: Float64Array.of(10e6, 0, 15e6),
        system_ns: Float64Array.of(5e6, 0, 5e6),
        iowait_ns: Float64Array.of(0, 0, 0),
        steal_ns: Float64Array.of(0, 0, 0),
        idle_ns: Float64Array.of(5e6, 20e6, 0),
      },
    });
    const counters = events.filter((event) => event.ph === 'C' && event.name === 'core 0');
    expect(counters.map(({ ts, args }) => [ts, args?.['busy %']])).toEqual([
      [0, 75],
      [20_000, 100],
      [40_000, 0],
    ]);
    expect(events.find((event) => event.name === 'core 1')?.args).toEqual({ 'busy %': 0 });
  });

  it('give each worker a counter of its time on a core, and other threads none', async () => {
    const events = await traceEvents({
      report: trials,
      workers: [{ worker: 0, trial: 1, pid: 10, tid: 11, name: 'pool "a"', affinity: null }],
      threads: [
        { thread: 0, pid: 10, tid: 11, name: 'a', workload: true },
        { thread: 1, pid: 10, tid: 12, name: 'b', workload: true },
      ],
      threadSamples: {
        voluntary_switches: new Float64Array(4),
        involuntary_switches: new Float64Array(4),
        migrations: new Float64Array(4),
        run_delay_ns: new Float64Array(4),
        time: Float64Array.of(20e6, 20e6, 40e6, 40e6),
        thread: Uint32Array.of(0, 1, 0, 1),
        on_cpu_ns: Float64Array.of(1e6, 0, 16e6, 9e6),
        core: Uint16Array.of(0, 0, 0, 0),
      },
    });
    const counters = events.filter((event) => event.ph === 'C');
    expect(counters).toMatchObject([{ name: 'pool "a" (11)', pid: 3, ts: 20_000, args: { 'on CPU %': 75 } }]);
  });

  it('give each core a track of the threads that ran on it when slices were recorded', async () => {
    const events = await traceEvents({
      threads: [
        { thread: 0, pid: 10, tid: 11, name: 'first', workload: true },
        { thread: 1, pid: 10, tid: 12, name: 'second', workload: true },
      ],
      slices: [
        { start: 1000, end: 2000, thread: 0, ended: 'preempted', by: 1 },
        { ready: 1500, start: 2000, end: 4000, thread: 1, ended: 'blocked' },
        { start: 4000, end: Number.NaN, thread: 0, ended: 'unknown' },
        { start: 3000, end: 3500, core: 1, thread: 7, ended: 'exited' },
      ],
    });
    const slices = events.filter((event) => event.ph === 'X');
    expect(slices.map(({ name, ts, dur, args }) => ({ name, ts, dur, args }))).toEqual([
      { name: 'first', ts: 1, dur: 1, args: { pid: 10, tid: 11, ended: 'preempted' } },
      { name: 'second', ts: 2, dur: 2, args: { pid: 10, tid: 12, ended: 'blocked' } },
      { name: 'thread', ts: 3, dur: 0.5, args: { pid: 0, tid: 0, ended: 'exited' } },
    ]);
    expect(slices.map((slice) => nameOf(events, 'thread_name', slice))).toEqual([
      'core 0',
      'core 0',
      'core 1',
    ]);
  });
});

describe('a profile as a Chrome trace', () => {
  const profile: Content = {
    header: { command: 'profile' },
    report: profileReport(),
    processes: [
      { process: 0, pid: 10, ppid: 1, command: 'python3 "a b".py', workload: true, start: null, end: null },
    ],
    threads: [
      { thread: 0, pid: 10, tid: 10, name: 'python3', workload: true },
      { thread: 1, pid: 10, tid: 12, name: 'pool', workload: true },
      { thread: 2, pid: 50, tid: 50, name: 'cron', workload: false },
    ],
    slices: [
      { start: 1000, end: 5000, thread: 0, core: 0, ended: 'preempted', by: 2 },
      { start: 5000, end: 6000, thread: 2, core: 0 },
      { ready: 3000, start: 4000, end: 7000, thread: 1, core: 1, waker: 0 },
      { ready: 5000, start: 6000, end: 8000, thread: 0, core: 0, ended: 'exited', waker: 2 },
    ],
  };

  it('has a track per thread of the workload with its time on a core and without one', async () => {
    const events = await traceEvents(profile);
    const ofThreads = events.filter((event) => ['running', 'runnable'].includes(event.name));
    const told = ofThreads.map((event) => ({
      track: nameOf(events, 'thread_name', event),
      process: nameOf(events, 'process_name', event),
      name: event.name,
      ts: event.ts,
      dur: event.dur,
      args: event.args,
    }));
    const process = 'python3 "a b".py (10)';
    const main = { track: 'python3 (10)', process };
    const pool = { track: 'pool (12)', process };
    expect(told).toEqual([
      { ...main, name: 'running', ts: 1, dur: 4, args: { core: 0, ended: 'preempted', by: 'cron (50)' } },
      { ...pool, name: 'runnable', ts: 3, dur: 1 },
      { ...pool, name: 'running', ts: 4, dur: 3, args: { core: 1, ended: 'blocked' } },
      { ...main, name: 'runnable', ts: 5, dur: 1 },
      { ...main, name: 'running', ts: 6, dur: 2, args: { core: 0, ended: 'exited' } },
    ]);
  });

  it('has a flow from whoever of them woke a thread, inside its slice, to where that then runs', async () => {
    const events = await traceEvents(profile);
    const flows = events.filter((event) => ['s', 'f'].includes(event.ph));
    expect(flows.map((event) => [event.ph, event.ts, nameOf(events, 'thread_name', event)])).toEqual([
      ['s', 3, 'python3 (10)'],
      ['f', 4, 'pool (12)'],
    ]);
  });

  it('has all threads on the tracks of the cores', async () => {
    const events = await traceEvents(profile);
    const onCores = events.filter((event) => event.ph === 'X' && event.pid === 1);
    expect(onCores.map(({ name }) => name).toSorted()).toEqual(['cron', 'pool', 'python3', 'python3']);
  });
});

const track = (events: readonly TraceEvent[], event: TraceEvent) =>
  `${nameOf(events, 'process_name', event)}: ${nameOf(events, 'thread_name', event)}`;

describe('a traced program as a Chrome trace', () => {
  const [parent, child] = ['python3 /home/ada/script.py (100)', 'python3 /home/ada/script.py (200)'];

  it('has its tasks by name, on a track for each lane in the process that ran them', async () => {
    const events = await traceEvents(tracedProgram);
    const tasks = events.filter(({ cat }) => cat === 'task');
    expect(tasks.map((event) => [event.name, event.ph, event.ts, event.dur, track(events, event)])).toEqual([
      ['work', 'X', 2000, 4000, `${parent}: tasks · ThreadPoolExecutor-0_0 (101)`],
      ['work (error)', 'X', 2100, 5900, `${parent}: tasks · ThreadPoolExecutor-0_1 (102)`],
      ['crunch', 'X', 10_000, 8000, `${child}: tasks · SpawnProcess-1 (200)`],
      ['Task-2', 'X', 21_000, 9000, `${parent}: tasks · coroutine 0 (100)`],
      ['fetch', 'X', 22_000, 6000, `${parent}: tasks · coroutine 1 (100)`],
      ['square', 'X', 32_000, 1000, `${child}: tasks · SpawnProcess-1 (200)`],
      ['square', 'X', 33_000, 1000, `${child}: tasks · SpawnProcess-1 (200)`],
      ['work (cancelled), never started', 'i', 35_000, undefined, `${parent}: submits · MainThread (100)`],
    ]);
    expect(tasks[1]?.args).toEqual({
      task: 1,
      outcome: 'error',
      queue_ms: 1,
      api: 'concurrent.futures.ThreadPoolExecutor',
      callable: 'work (/home/ada/script.py:3)',
      submitted_at: 'main (/home/ada/script.py:10)',
      cpu_ms: 3,
      error: 'ValueError: no such thing',
    });
  });

  it('has flows from submit to start and from end to result, each bound to a slice', async () => {
    const events = await traceEvents(tracedProgram);
    const flows = events.filter(({ ph, cat }) => ['s', 'f'].includes(ph) && cat !== 'wake');
    const crunch = flows.filter(({ ts = 0 }) => [3000, 10_000, 17_999.999, 19_000].includes(ts));
    expect(crunch.map((event) => [event.cat, event.ph, event.ts, track(events, event)])).toEqual([
      ['queue', 's', 3000, `${parent}: submits · ThreadPoolExecutor-0_0 (101)`],
      ['queue', 'f', 10_000, `${child}: tasks · SpawnProcess-1 (200)`],
      ['return', 's', 17_999.999, `${child}: tasks · SpawnProcess-1 (200)`],
      ['return', 'f', 19_000, `${parent}: submits · ThreadPoolExecutor-0_0 (101)`],
    ]);
    // Seven began, and of five the result was seen to be taken.
    expect(flows).toHaveLength(2 * 7 + 2 * 5);
    for (const { tid, ts = 0 } of flows) {
      const isBound = events.some(
        (slice) => slice.tid === tid && within(ts, slice.ts ?? Infinity, slice.dur ?? 0),
      );
      expect(isBound).toBe(true);
    }
  });

  it('has the steps of coroutines inside their tasks', async () => {
    const events = await traceEvents(tracedProgram);
    const steps = events.filter(({ cat }) => cat === 'step');
    expect(steps.map((event) => [event.ts, event.dur, nameOf(events, 'thread_name', event)])).toEqual([
      [21_000, 1000, 'tasks · coroutine 0 (100)'],
      [22_000, 1000, 'tasks · coroutine 1 (100)'],
      [25_000, 3000, 'tasks · coroutine 1 (100)'],
      [28_000, 2000, 'tasks · coroutine 0 (100)'],
    ]);
  });

  it('has pauses, marks and measures, waits for the GIL, and the load of its loops', async () => {
    const events = await traceEvents(tracedProgram);
    const told = (cats: readonly string[]) =>
      events
        .filter(({ cat = '' }) => cats.includes(cat))
        .map((event) => [event.ph, event.name, event.ts, event.dur, nameOf(events, 'thread_name', event)]);
    expect(told(['gc', 'mark', 'measure'])).toEqual([
      ['X', 'gc of generation 2', 800, 200, 'GC · MainThread (100)'],
      ['i', 'checkpoint', 20_000, undefined, 'marks · MainThread (100)'],
      ['b', 'parsing', 10_000, undefined, 'measures · SpawnProcess-1 (200)'],
      ['e', 'parsing', 12_000, undefined, 'measures · SpawnProcess-1 (200)'],
    ]);
    // Samples that say the same are one wait.
    expect(told(['gil'])).toEqual([
      ['X', 'waits for the GIL', 4100, 1900, 'GIL (sampled) · ThreadPoolExecutor-0_1 (102)'],
    ]);
    const loop = events.filter(({ ph, name }) => ph === 'C' && name === 'loop · MainThread (100)');
    expect(loop.map(({ ts, args }) => [ts, args?.['active %']])).toEqual([
      [20_000, 60],
      [25_000, 100],
      [30_000, 0],
    ]);
  });

  it('has no slice on any track that begins in another and ends after it', async () => {
    const events = await traceEvents(tracedProgram);
    const tracks = Map.groupBy(
      events.filter(({ ph }) => ph === 'X'),
      ({ tid }) => tid,
    );
    const crossed = [...tracks.values()].flatMap((slices) =>
      slices.filter((slice) => {
        const [from, to] = bounds(slice);
        return slices.map(bounds).some(([start, end]) => from < start && start < to && end > to);
      }),
    );
    expect(crossed).toEqual([]);
  });

  it('cuts off a step that is said to last longer than its task', async () => {
    const events = await traceEvents({
      ...tracedProgram,
      steps: [{ task: 4, pid: 100, tid: 100, start: 25e6, end: 29e6 }],
    });
    expect(events.find(({ cat }) => cat === 'step')).toMatchObject({ ts: 25_000, dur: 3000 });
  });

  it('has its tasks also where neither threads nor anything else of them is known', async () => {
    const { tasks = [] } = tracedProgram;
    const events = await traceEvents({ header: { command: 'profile' }, tasks });
    const named = events.filter(({ cat }) => cat === 'task');
    expect(named.map(({ name }) => name)).toEqual(['task', 'task (error)', ...Array(5).fill('task')]);
  });
});

/** In whole nanoseconds: sums of decimals are not exact. */
const bounds = ({ ts = 0, dur = 0 }: TraceEvent) =>
  [Math.round(ts * 1e3), Math.round((ts + dur) * 1e3)] as const;

const within = (ts: number, from: number, length: number): boolean => from <= ts && ts < from + length;

it('is valid JSON for a session in which nothing was recorded', async () => {
  expect(await traceEvents({})).toEqual([
    expect.objectContaining({ name: 'process_name', args: { name: 'cores' } }),
    expect.objectContaining({ name: 'process_sort_index' }),
  ]);
});
