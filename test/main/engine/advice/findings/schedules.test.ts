import { describe, expect, it } from 'vitest';
import type { StreamBatch } from '../../../../../src/shared/session.ts';
import { findingsIn, idsOf } from './schedule.ts';

/** Each finding on a schedule that shows it and nothing else; every step of a text is a millisecond unless said otherwise. */

describe('oversubscribed', () => {
  it('counts the threads that could run, and what they waited', async () => {
    const [finding, ...others] = await findingsIn({
      cores: ['AABBCC', 'DDEEFF'],
      stepMs: 5,
      times: 20,
    });
    expect(others).toEqual([]);
    expect(finding?.id).toBe('oversubscribed');
    // From the first who was pushed off to the last who got a core again: that of who never does is not known.
    expect(finding?.range_ms).toEqual([10, 590]);
    // On each core two of three wait all the time, but for the first and the last 10 ms of it, when one does.
    expect(finding?.evidence).toMatchObject({
      cores: 2,
      runnable_max: 6,
      run_delay_ms: 2 * (10 + 2 * 560 + 10),
    });
  });

  it('says nothing of one thread per core, or of one more in the pauses', async () => {
    expect(await findingsIn({ cores: ['AAAAAAAAAA', 'BBBBBBBBBB'], stepMs: 50 })).toEqual([]);
    expect(await findingsIn({ cores: ['AAAAAAAA.C.', 'BBBBBBBBBBB'], stepMs: 5, times: 20 })).toEqual([]);
  });

  it('says nothing of threads that take turns without waiting', async () => {
    expect(await findingsIn({ cores: ['A.B.C.', 'D.E.F.'], stepMs: 5, times: 20 })).toEqual([]);
  });

  it('says nothing when it lasts for a moment', async () => {
    const moment = `${'AABBCC'.repeat(1)}${'A'.repeat(94)}`;
    expect(await findingsIn({ cores: [moment], stepMs: 5 })).toEqual([]);
  });

  it('names the workers that are too many, in a trial', async () => {
    const trial = { number: 0, configuration: 'thread-pool × 4', workers: 4 };
    const [finding] = await findingsIn({
      cores: ['AACC', 'BBDD'],
      stepMs: 5,
      times: 30,
      scope: { trial },
    });
    expect(finding?.remedy).toContain('Use 2 workers instead of 4');
  });
});

describe('preempted-by-others', () => {
  const cores = ['AAaAAAaAAA', 'BBBBBBBBBB'];

  it('names who took the core, how often and for how long', async () => {
    const [finding, ...others] = await findingsIn({ cores, times: 50 });
    expect(others).toEqual([]);
    expect(finding?.id).toBe('preempted-by-others');
    expect(finding?.title).toBe(
      'stress (pid 200) took 10 % of the CPU time that the workload could have had.',
    );
    expect(finding?.evidence).toMatchObject({
      preemptions: 100,
      taken_ms: 100,
      threads_pushed: 1,
      by: 'stress (pid 200): 100 times, 100 ms',
    });
    expect(finding?.range_ms).toEqual([2, 497]);
  });

  it('knows in process mode that it was somebody, and not who', async () => {
    const [finding] = await findingsIn({ cores, times: 50, mode: 'process' });
    expect(finding?.evidence).toMatchObject({ preemptions: 100, taken_ms: 100, by: null });
    expect(finding?.title).toMatch(/^Others took/);
    expect(finding?.remedy).toContain('system mode');
  });

  it('says when it was Corelane', async () => {
    const [finding] = await findingsIn({ cores, times: 50, scope: { ownPids: [200] } });
    expect(finding?.title).toMatch(/^Corelane itself/);
  });

  it('blames others only for the time in which they had the core', async () => {
    // After `a`, B of the workload has the core that A waits for. The last A never runs again.
    const findings = await findingsIn({ cores: ['AAaBBBBBBB'], times: 50 });
    const finding = findings.find(({ id }) => id === 'preempted-by-others');
    expect(finding?.evidence).toMatchObject({ preemptions: 49, taken_ms: 49 });
  });

  it('blames nobody when threads of the workload push each other', async () => {
    for (const mode of ['system', 'process'] as const) {
      expect(idsOf(await findingsIn({ cores: ['AABB'], times: 100, mode }))).not.toContain(
        'preempted-by-others',
      );
    }
  });

  it('says nothing of what others take here and there', async () => {
    const rarely = 'A'.repeat(49) + 'a';
    expect(await findingsIn({ cores: [rarely, 'B'.repeat(50)], times: 20 })).toEqual([]);
  });
});

describe('starved-core', () => {
  it('tells the crowded core from the idle one', async () => {
    const [finding, ...others] = await findingsIn({ cores: ['AABB', '....'], times: 100 });
    expect(others).toEqual([]);
    expect(finding?.id).toBe('starved-core');
    expect(finding?.evidence).toMatchObject({
      crowded_core: 0,
      idle_core: 1,
      idle_ms: 400,
      share_of_time: 1,
    });
    expect(finding?.range_ms).toEqual([0, 400]);
  });

  it('says nothing when the other core works, or is none of the workload', async () => {
    expect(idsOf(await findingsIn({ cores: ['AABB', 'CCCC'], times: 100 }))).toEqual(['oversubscribed']);
    expect(idsOf(await findingsIn({ cores: ['AABB', '....'], times: 100, scope: { cores: [0] } }))).toEqual([
      'oversubscribed',
    ]);
  });

  it('does not take a core that others use for idle', async () => {
    expect(await findingsIn({ cores: ['AABB', 'aaaa'], times: 100 })).toEqual([]);
  });

  it('asks the load of the cores in process mode, which does not see others', async () => {
    const schedule = { cores: ['AABB', '....'], times: 100, mode: 'process' } as const;
    expect(
      idsOf(await findingsIn({ ...schedule, also: (writer) => writer.append('cores', load(0)) })),
    ).toEqual(['starved-core']);
    expect(await findingsIn({ ...schedule, also: (writer) => writer.append('cores', load(400e6)) })).toEqual(
      [],
    );
  });
});

describe('imbalance', () => {
  it('finds the thread that goes on alone', async () => {
    const [finding, ...others] = await findingsIn({ cores: ['AAAAAAAAAA', 'BBBBB.....'], stepMs: 20 });
    expect(others).toEqual([]);
    expect(finding?.id).toBe('imbalance');
    expect(finding?.evidence).toMatchObject({
      alone_ms: 100,
      share_of_time: 0.5,
      last: 'work (thread 1000)',
    });
    expect(finding?.range_ms).toEqual([100, 200]);
  });

  it('says nothing of threads that end together, or of one that begins when the others have ended', async () => {
    expect(await findingsIn({ cores: ['AAAAAAAAAA', 'BBBBBBBBB.'], stepMs: 20 })).toEqual([]);
    expect(await findingsIn({ cores: ['.....AAAAA', 'BBBBB.....'], stepMs: 20 })).toEqual([]);
  });

  it('says nothing of a thread that merely helped at first', async () => {
    expect(await findingsIn({ cores: ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'B'], stepMs: 20 })).toEqual([]);
  });
});

describe('migrating', () => {
  it('counts moves against the CPU time', async () => {
    const [finding, ...others] = await findingsIn({ cores: ['A.', '.A'], stepMs: 0.25, times: 400 });
    expect(others).toEqual([]);
    expect(finding?.id).toBe('migrating');
    expect(finding?.evidence).toMatchObject({
      migrations: 799,
      costly_migrations: 799,
      migrations_per_cpu_second: 3995,
      share_of_stays: 799 / 800,
      most_moved: 'work',
    });
  });

  it('says nothing of moves that are rare, or made after a rest', async () => {
    expect(await findingsIn({ cores: ['A.', '.A'], stepMs: 4, times: 400 })).toEqual([]);
    expect(await findingsIn({ cores: ['A...........', '......A.....'], times: 400 })).toEqual([]);
  });
});

describe('recording-incomplete', () => {
  const losses = {
    time: Float64Array.from([30e6, 50e6]),
    core: Uint16Array.from([1, 1]),
    records: Float64Array.from([7, 5]),
  };

  it('counts the records that were lost, and says where', async () => {
    const [finding, ...others] = await findingsIn({
      cores: ['A'.repeat(100)],
      also: (writer) => writer.append('losses', losses),
    });
    expect(others).toEqual([]);
    expect(finding?.evidence).toMatchObject({ records_lost: 12, lost_on: 'core 1' });
    expect(finding?.range_ms).toEqual([30, 50]);
  });

  it('says that threads were missed, or could not be followed', async () => {
    const [finding] = await findingsIn({ cores: ['A'], scope: { threadsMissed: 3, threadsNotFollowed: 1 } });
    expect(finding?.title).toBe('Not all was recorded: 1 thread not followed, 3 threads ended unread.');
  });
});

/** Core 1 was busy for so much of 400 ms. */
const load = (busyNs: number): StreamBatch<'cores'> => ({
  time: Float64Array.from([400e6]),
  core: Uint16Array.from([1]),
  user_ns: Float64Array.from([busyNs]),
  system_ns: Float64Array.from([0]),
  iowait_ns: Float64Array.from([0]),
  steal_ns: Float64Array.from([0]),
  idle_ns: Float64Array.from([400e6 - busyNs]),
});
