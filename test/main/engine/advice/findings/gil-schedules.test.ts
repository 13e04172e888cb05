import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../../../../src/main/engine/advice/findings/findings.ts';
import { waitStateCode, type WaitState } from '../../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../../src/shared/units.ts';
import { inSession } from './schedule.ts';

const stepMs = 20;
const states: Readonly<Record<string, WaitState>> = { r: 'running', g: 'gil', l: 'lock', i: 'io' };

interface Program {
  /** A text for each thread, a letter for what it was seen at in each step; a dot: it was not there. */
  readonly threads: readonly string[];
  /** The whole text, so often. */
  readonly times?: number;
  /** Of the steps that a thread is seen running in, how much it had a core. */
  readonly onCpu?: number;
  /** The process of each thread. */
  readonly pids?: readonly number[];
  /** The threads from this one on work for a pool. */
  readonly poolFrom?: number;
}

/** The finding in a session of such a program. */
async function gilBoundIn({ threads, times = 10, onCpu = 1, pids = [], poolFrom }: Program) {
  const texts = threads.map((text) => text.repeat(times));
  const steps = Math.max(...texts.map((text) => text.length));
  const rows = texts.flatMap((text, thread) =>
    Array.from(text, (letter, at) => ({ thread, at: at + 1, state: states[letter] })),
  );
  const known = rows.flatMap(({ thread, at, state }) => (state === undefined ? [] : [{ thread, at, state }]));
  const first = texts.map((_, thread) => ({ thread, at: 0, state: 'io' as const }));
  const waits = [...first, ...known].toSorted((a, b) => a.at - b.at);
  const samples = texts.flatMap((text, thread) => {
    let onCpuNs = 0;
    return Array.from(`.${text}`, (letter, at) => {
      if (letter === 'r') onCpuNs += stepMs * 1e6 * onCpu;
      return { thread, at, onCpuNs };
    });
  });
  const column = (value: number) => new Float64Array(samples.length).fill(value);
  return inSession(
    (writer) => {
      writer.addThreads(
        texts.map((_, thread) => ({
          thread,
          pid: pids[thread] ?? 100,
          tid: 1000 + thread,
          name: 'python3',
          workload: true,
        })),
      );
      writer.addProcesses(
        [...new Set(texts.map((_, thread) => pids[thread] ?? 100))].map((pid, process) => ({
          process,
          pid,
          ppid: 1,
          command: '/usr/bin/python3 work.py',
          workload: true,
          start: null,
          end: null,
        })),
      );
      if (poolFrom !== undefined) {
        const api = 'concurrent.futures.ThreadPoolExecutor';
        writer.addDetails('pools', [{ number: 3, api, name: 'ThreadPoolExecutor-3', pid: 100, workers: 4 }]);
        writer.addDetails(
          'lanes',
          texts
            .map(
              (_, thread) =>
                ({ number: thread, api, pool: 3, pid: 100, tid: 1000 + thread, name: '' }) as const,
            )
            .slice(poolFrom),
        );
      }
      writer.append('waits', {
        time: Float64Array.from(waits, ({ at }) => at * stepMs * 1e6),
        thread: Uint32Array.from(waits, ({ thread }) => thread),
        state: Uint8Array.from(waits, ({ state }) => waitStateCode(state)),
      });
      writer.append('threads', {
        time: Float64Array.from(samples, ({ at }) => at * stepMs * 1e6),
        thread: Uint32Array.from(samples, ({ thread }) => thread),
        on_cpu_ns: Float64Array.from(samples, ({ onCpuNs }) => onCpuNs),
        run_delay_ns: column(0),
        voluntary_switches: column(0),
        involuntary_switches: column(0),
        migrations: column(0),
        core: new Uint16Array(samples.length),
      });
    },
    (session) =>
      findingsOf(session, {
        from: asNanoseconds(0),
        to: asNanoseconds(steps * stepMs * 1e6),
        lossesUntil: Infinity,
        cores: [0, 1],
        trial: null,
        lanesShareThread: false,
        mode: 'sampled',
        threadsMissed: 0,
        threadsNotFollowed: 0,
        ownPids: [],
      })
        .map(({ finding }) => finding)
        .find(({ id }) => id === 'gil-bound'),
  );
}

/** Five steps of four threads that take turns, and one that waits for them. */
const turns = ['lllll', 'rgggr', 'grggg', 'ggrgg', 'gggrg'];

describe('gil-bound', () => {
  it('counts the threads that wanted to run, what they waited for and what they reached', async () => {
    const finding = await gilBoundIn({ threads: turns });
    expect(finding?.title).toBe(
      '4 threads of python3 waited for the GIL 75 % of their time, and kept 1.0 cores busy.',
    );
    expect(finding?.evidence).toMatchObject({ threads: 4, lock_share: 0, io_share: 0, pid: 100, pool: null });
    expect(finding?.evidence['gil_share']).toBeCloseTo(0.75, 6);
    expect(finding?.evidence['on_cpu_share']).toBeCloseTo(0.25, 6);
    expect(finding?.evidence['cores_reached']).toBeCloseTo(1, 6);
    expect(finding?.evidence['gil_wait_ms']).toBeCloseTo(3000, 6);
    expect(finding?.range_ms).toEqual([0, 1000]);
  });

  it('names the pool for which they work', async () => {
    const finding = await gilBoundIn({ threads: turns, poolFrom: 1 });
    expect(finding?.title).toContain('4 threads of ThreadPoolExecutor-3 waited');
    expect(finding?.evidence['pool']).toBe('ThreadPoolExecutor-3');
  });

  it('takes two threads that share a core for bound from a quarter of their time on', async () => {
    const two = ['rrggr', 'ggrrr'];
    expect(await gilBoundIn({ threads: two, onCpu: 0.9 })).toBeDefined();
    // Beyond one core, they have waited for it too little.
    expect(await gilBoundIn({ threads: two })).toBeUndefined();
    expect(await gilBoundIn({ threads: ['rrrrg', 'rgrrr'], onCpu: 0.5 })).toBeDefined();
    expect(await gilBoundIn({ threads: ['rrrrrrrrrg', 'rrrrrgrrrr'], onCpu: 0.5 })).toBeUndefined();
  });

  it('does not take waiting for a core for anything', async () => {
    const busy = await gilBoundIn({ threads: turns, onCpu: 0.2 });
    expect(busy?.evidence['gil_share']).toBeCloseTo(0.75 / 0.8, 6);
    expect(await gilBoundIn({ threads: ['rrrrr', 'rrrrr'], onCpu: 0.3 })).toBeUndefined();
    // Hardly ever on a core: a thread that lost its core while it had the GIL keeps the other one waiting.
    const starved = [`${'r'.repeat(40)}g`, `g${'r'.repeat(40)}`];
    expect(await gilBoundIn({ threads: starved, times: 2, onCpu: 0.03 })).toBeUndefined();
  });

  it('is silent where they wait for a lock, or for IO', async () => {
    expect(await gilBoundIn({ threads: ['rllll', 'lrlll', 'llrll', 'lllrl'] })).toBeUndefined();
    expect(await gilBoundIn({ threads: ['riiii', 'iriii', 'iigri', 'iiiri'] })).toBeUndefined();
  });

  it('is silent where each process has one thread that computes', async () => {
    expect(await gilBoundIn({ threads: ['rrrrr', 'rrrrr'], pids: [100, 101] })).toBeUndefined();
    // Not that they could wait for each other.
    expect(await gilBoundIn({ threads: ['rgrgr', 'grgrg'], pids: [100, 101] })).toBeUndefined();
  });

  it('is silent about a moment, and about a small part of the time', async () => {
    expect(await gilBoundIn({ threads: turns, times: 2 })).toBeUndefined();
    const late = turns.map((text) => text.repeat(5) + 'i'.repeat(300));
    expect(await gilBoundIn({ threads: late, times: 1 })).toBeUndefined();
  });

  it('tells of the worst of several processes, and of the others', async () => {
    const worse = turns.slice(1);
    const finding = await gilBoundIn({
      threads: [...worse, 'rggrr', 'ggrrg'],
      pids: [100, 100, 100, 100, 101, 101],
      onCpu: 0.9,
    });
    expect(finding?.evidence).toMatchObject({ pid: 100, others: 1, also_at: 'pid 101' });
  });
});
