import { describe, expect, it } from 'vitest';
import { profileFindings } from '../../../../../src/main/engine/advice/findings/findings.ts';
import type { Finding } from '../../../../../src/shared/lab-report.ts';
import { asNanoseconds } from '../../../../../src/shared/units.ts';
import type { StreamBatch } from '../../../../../src/shared/session.ts';
import { recordSession, testFolder } from '../../export/recorded-session.ts';
import { idsOf } from './schedule.ts';

/** What a thread does between two samples, 20 ms apart: shares of the time, and events. */
interface Habit {
  readonly core: number;
  readonly running: number;
  readonly waiting: number;
  readonly moves?: number;
  readonly blocks?: number;
}

const everyMs = 20;
const samples = 51;

function threadSamples(habits: readonly Habit[]): StreamBatch<'threads'> {
  const rows = Array.from({ length: samples }, (_, at) =>
    habits.map((habit, thread) => ({ ...habit, thread, at })),
  ).flat();
  return {
    time: Float64Array.from(rows, ({ at }) => at * everyMs * 1e6),
    thread: Uint32Array.from(rows, ({ thread }) => thread),
    on_cpu_ns: Float64Array.from(rows, ({ at, running }) => 5e9 + at * everyMs * 1e6 * running),
    run_delay_ns: Float64Array.from(rows, ({ at, waiting }) => 7e9 + at * everyMs * 1e6 * waiting),
    voluntary_switches: Float64Array.from(rows, ({ at, blocks = 0 }) => 100 + at * blocks),
    involuntary_switches: Float64Array.from(rows, ({ at }) => at),
    migrations: Float64Array.from(rows, ({ at, moves = 0 }) => at * moves),
    core: Uint16Array.from(rows, ({ core }) => core),
  };
}

/** Load of core 0 and core 1, as shares. */
function coreSamples(loads: readonly number[]): StreamBatch<'cores'> {
  const rows = Array.from({ length: samples }, (_, at) =>
    loads.map((load, core) => ({ load, core, at })),
  ).flat();
  const zeros = new Float64Array(rows.length);
  return {
    time: Float64Array.from(rows, ({ at }) => at * everyMs * 1e6),
    core: Uint16Array.from(rows, ({ core }) => core),
    user_ns: Float64Array.from(rows, ({ load }) => load * everyMs * 1e6),
    system_ns: zeros,
    iowait_ns: zeros,
    steal_ns: zeros,
    idle_ns: Float64Array.from(rows, ({ load }) => (1 - load) * everyMs * 1e6),
  };
}

async function sampled(habits: readonly Habit[], loads: readonly number[]): Promise<readonly Finding[]> {
  const path = await recordSession(`${testFolder()}/sampled.corelane`, {
    threads: habits.map((_, thread) => ({ thread, pid: 10, tid: 10 + thread, name: 'work', workload: true })),
    threadSamples: threadSamples(habits),
    cores: coreSamples(loads),
  });
  return profileFindings(path, {
    from: asNanoseconds(0),
    to: asNanoseconds((samples - 1) * everyMs * 1e6),
    cores: [0, 1],
    scheduling: { mode: 'sampled', reason: '', lost: 0, wakes: false },
    threadsMissed: 0,
    threadsNotFollowed: 0,
    ownPids: [],
  });
}

describe('where switches are not recorded', () => {
  it('the run delay of the samples tells that there are too many threads', async () => {
    const habits = Array.from({ length: 8 }, (_, thread) => ({
      core: thread % 2,
      running: 0.25,
      waiting: 0.75,
    }));
    const [finding, ...others] = await sampled(habits, [1, 1]);
    expect(others).toEqual([]);
    expect(finding?.id).toBe('oversubscribed');
    expect(finding?.evidence['runnable_mean']).toBeCloseTo(8, 6);
    expect(finding?.evidence['run_delay_ms']).toBeCloseTo(6000, 6);
  });

  it('threads that wait for a core beside an idle one are found by where they were last seen', async () => {
    const habits = [0, 0].map((core) => ({ core, running: 0.5, waiting: 0.5 }));
    const findings = await sampled(habits, [1, 0]);
    expect(idsOf(findings)).toEqual(['starved-core']);
    expect(findings[0]?.evidence).toMatchObject({ crowded_core: 0, idle_core: 1 });
  });

  it('moves count that no wake-up explains', async () => {
    const moving = { core: 0, running: 1, waiting: 0, moves: 40 };
    expect(idsOf(await sampled([moving], [1, 0]))).toEqual(['migrating']);
    expect(await sampled([{ ...moving, blocks: 60 }], [1, 0])).toEqual([]);
  });

  it('nothing is said of two threads that have a core each', async () => {
    const habits = [0, 1].map((core) => ({ core, running: 0.99, waiting: 0.01 }));
    expect(await sampled(habits, [1, 1])).toEqual([]);
  });
});
