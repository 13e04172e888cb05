import process from 'node:process';
import { describe, expect, it } from 'vitest';
import type { ThreadTotals, TrialScheduling } from '../../../../../src/main/engine/collector/collector.ts';
import { linuxPlatform } from '../../../../../src/main/engine/collector/linux/platform.ts';
import { type SessionReader, type StreamBatch, sliceEnds } from '../../../../../src/shared/session.ts';
import type { TreeActivity } from '../../../../../src/shared/jobs.ts';
import { Recording, never, scopeOf } from '../recording.ts';
import { stolenTime } from '../../../../support/stolen-time.ts';
import { Subject } from '../subject.ts';

const modes = ['system', 'process'] as const;

const allowed = (mode: 'system' | 'process'): boolean => {
  if (process.platform !== 'linux') return false;
  const capability = linuxPlatform.capabilities().find(({ name }) => name === `${mode}-switches`);
  if (capability?.available === true) return true;
  console.log(`not tested: ${capability?.reason} ${capability?.remedy}`);
  return false;
};

interface Slice {
  readonly thread: number;
  readonly core: number;
  readonly start: number;
  readonly end: number;
  readonly ended: string;
}

const slicesIn = (batch: StreamBatch<'slices'>): Slice[] =>
  Array.from(batch.start, (start, row) => ({
    thread: batch.thread[row] ?? -1,
    core: batch.core[row] ?? -1,
    start,
    end: batch.end[row] ?? Number.NaN,
    ended: sliceEnds[batch.ended[row] ?? -1] ?? '',
  }));

const slicesOf = (session: SessionReader): readonly Slice[] =>
  [...session.batches('slices')].flatMap(slicesIn).toSorted((a, b) => a.start - b.start);

function expectNoOverlap(slices: readonly Slice[], by: 'core' | 'thread'): void {
  const until = new Map<number, number>();
  for (const slice of slices) {
    expect(slice.end).toBeGreaterThanOrEqual(slice.start);
    expect(slice.start).toBeGreaterThanOrEqual(until.get(slice[by]) ?? 0);
    until.set(slice[by], slice.end);
  }
}

const named = ({ threads }: TrialScheduling, name: string): readonly ThreadTotals[] =>
  threads.filter((thread) => thread.name === name);

describe.each(modes.filter(allowed))('recording every switch in %s mode', (mode) => {
  it('counts of a thread, from birth to end, exactly what the kernel counts of it', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, never, mode);
    await recording.collector.beginTrial(scopeOf(subject.pid));
    const stolen = stolenTime();
    const { readings } = await subject.thread(60);
    const totals = await recording.collector.endTrial();
    const most = stolen();
    expect(totals.threadsMissed).toBe(0);
    expect(totals.warnings).toEqual([]);
    expect(recording.collector.scheduling).toMatchObject({ mode, lost: 0 });
    const [own] = readings;
    const seen = named(totals, 'short')[0];
    // It read itself just before its end: it may have been switched while it ended, never before.
    expect((seen?.voluntarySwitches ?? 0) - (own?.voluntarySwitches ?? 0)).toBeGreaterThanOrEqual(0);
    expect((seen?.voluntarySwitches ?? 0) - (own?.voluntarySwitches ?? 0)).toBeLessThan(15);
    expect((seen?.involuntarySwitches ?? 0) - (own?.involuntarySwitches ?? 0)).toBeGreaterThanOrEqual(0);
    expect(seen?.onCpuNs ?? 0).toBeGreaterThan(0.9 * (own?.onCpuNs ?? Number.NaN));
    expect(seen?.onCpuNs ?? 0).toBeLessThan(1.1 * (own?.onCpuNs ?? Number.NaN) + most);
  });

  it('agrees with /proc about every thread that was there all along, in sums and in slices', async () => {
    await using subject = await Subject.start();
    await using exact = await Recording.open(linuxPlatform, 20, mode);
    await using sampled = await Recording.open(linuxPlatform, 20, 'sampled');
    await exact.collector.beginTrial(scopeOf(subject.pid));
    await sampled.collector.beginTrial(scopeOf(subject.pid));
    const stolen = stolenTime();
    await subject.spin(300);
    await subject.doze(100);
    const kernels = await sampled.collector.endTrial();
    const totals = await exact.collector.endTrial();
    const most = stolen();
    for (const thread of totals.threads) {
      const same = kernels.threads.find(({ tid }) => tid === thread.tid);
      const more = thread.onCpuNs - (same?.onCpuNs ?? Number.NaN);
      // One millisecond lies between the readings of the two.
      const boundary = 0.01 * thread.onCpuNs + 3e6;
      expect(more).toBeGreaterThan(-boundary);
      expect(more).toBeLessThan(boundary + most);
      const atBoundary = 6;
      expect(
        Math.abs((thread.voluntarySwitches ?? 0) - (same?.voluntarySwitches ?? Number.NaN)),
      ).toBeLessThan(atBoundary);
    }
    expect(totals.voluntarySwitches).toBeGreaterThanOrEqual(100);
    expect(totals.threads.length).toBe(kernels.threads.length);

    const session = await exact.read();
    const slices = slicesOf(session);
    expectNoOverlap(slices, 'core');
    expectNoOverlap(slices, 'thread');
    const main = session.threads().find(({ tid }) => tid === subject.pid);
    const own = slices.filter(({ thread }) => thread === main?.thread);
    const told = totals.threads.find(({ tid }) => tid === subject.pid);
    expect(own.reduce((sum, { start, end }) => sum + end - start, 0)).toBeCloseTo(
      told?.onCpuNs ?? Number.NaN,
      -2,
    );
    expect(own.filter(({ ended }) => ended === 'blocked')).toHaveLength(told?.voluntarySwitches ?? -1);
    expect(own.filter(({ ended }) => ended === 'preempted')).toHaveLength(told?.involuntarySwitches ?? -1);
    expect(session.threads().every(({ workload }) => workload)).toBe(mode === 'process');
    session.close();
  });

  it('names processes and threads that are gone before anybody could look', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, never, mode);
    await recording.collector.beginTrial(scopeOf(subject.pid));
    const grandchild = await subject.grandchild(5);
    await subject.thread(1);
    await subject.kill();
    const totals = await recording.collector.endTrial();
    const child = totals.processes.find(({ pid }) => pid === grandchild.pid);
    expect(child?.ppid).toBe(subject.pid);
    expect(child?.command).toMatch(/node|subject/);
    expect(named(totals, 'short')).toHaveLength(1);
    const session = await recording.read();
    const root = session.processes().find(({ pid }) => pid === subject.pid);
    expect(root).toMatchObject({ workload: true, start: null, end: expect.any(Number) });
    expect(session.processes().find(({ pid }) => pid === grandchild.pid)).toMatchObject({
      start: expect.any(Number),
      ppid: subject.pid,
    });
    session.close();
  });

  it('measures trial after trial with nothing of one in the next', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, 20, mode);
    const trials: TrialScheduling[] = [];
    for (const ms of [100, 0]) {
      await recording.collector.beginTrial(scopeOf(subject.pid));
      await subject.spin(ms);
      trials.push(await recording.collector.endTrial());
    }
    expect(trials[0]?.onCpuNs).toBeGreaterThan(95e6);
    expect(trials[1]?.onCpuNs).toBeLessThan(50e6);
    expect(trials[1]?.threadsSeen).toBeGreaterThan(0);
  });

  it('tells what the tree does while it does it', async () => {
    await using subject = await Subject.start();
    const told: TreeActivity[] = [];
    await using recording = await Recording.open(linuxPlatform, 20, mode, (activity) => told.push(activity));
    await recording.collector.beginTrial(scopeOf(subject.pid));
    await subject.spin(700);
    await recording.collector.endTrial();
    const last = told.at(-1);
    expect(last?.processes).toBe(1);
    expect(last?.threads).toBeGreaterThan(1);
    expect(last?.switches).toBeGreaterThan(0);
    expect(told.flatMap(({ busiest }) => busiest.map(({ tid }) => tid))).toContain(subject.pid);
    expect(told.every(({ busiest }) => busiest.every(({ busy }) => busy > 0 && busy <= 1))).toBe(true);
  });
});

describe.runIf(process.platform === 'linux')('choosing how scheduling is recorded', () => {
  it.each(modes.filter(allowed))(
    'keeps to %s when the environment asks for no more, and says so',
    async (mode) => {
      await using recording = await Recording.open(linuxPlatform, never, mode);
      expect(recording.collector.scheduling.mode).toBe(mode);
      if (mode !== 'system')
        expect(recording.collector.scheduling.reason).toContain(`CORELANE_SCHEDULING=${mode}`);
    },
  );

  it('samples when the environment asks for it, and tells what the tree does without counting switches', async () => {
    await using subject = await Subject.start();
    const told: TreeActivity[] = [];
    await using recording = await Recording.open(linuxPlatform, 20, 'sampled', (activity) =>
      told.push(activity),
    );
    expect(recording.collector.scheduling).toMatchObject({ mode: 'sampled', wakes: false });
    expect(recording.collector.scheduling.reason).toContain('CORELANE_SCHEDULING=sampled');
    await recording.collector.beginTrial(scopeOf(subject.pid));
    await subject.spin(700);
    const totals = await recording.collector.endTrial();
    expect(told.at(-1)).toMatchObject({ processes: 1, switches: null });
    expect(told.flatMap(({ busiest }) => busiest.map(({ tid }) => tid))).toContain(subject.pid);
    expect(totals.processes).toMatchObject([{ pid: subject.pid, ppid: process.pid }]);
    expect(totals.processes[0]?.command).toContain('subject.mjs');
    expect(totals.threads.map(({ tid }) => tid)).toContain(subject.pid);
  });

  it('refuses a mode that there is not', async () => {
    process.env['CORELANE_SCHEDULING'] = 'all';
    await expect(Recording.openAsIs(linuxPlatform, never)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('CORELANE_SCHEDULING=all'),
    });
    delete process.env['CORELANE_SCHEDULING'];
  });
});
