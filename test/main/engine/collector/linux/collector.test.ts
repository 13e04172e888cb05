import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { FinalReading, MeasuredWorker } from '../../../../../src/main/engine/collector/collector.ts';
import { linuxPlatform } from '../../../../../src/main/engine/collector/linux/platform.ts';
import { asNanoseconds } from '../../../../../src/shared/units.ts';
import { loadAffinity } from '../../../../../src/workers/node/affinity.ts';
import type { ThreadReading } from '../../../../../src/shared/worker-protocol.ts';
import { stolenTime } from '../../../../support/stolen-time.ts';
import { Recording, never, scopeOf, startSession } from '../recording.ts';
import { Subject } from '../subject.ts';

const cpuNs = (usage: NodeJS.ResourceUsage): number => (usage.userCPUTime + usage.systemCPUTime) * 1000;

const branded = (own: ThreadReading): FinalReading => ({ ...own, aliveNs: asNanoseconds(own.aliveNs) });

const onCoreZero = (own: ThreadReading): FinalReading => ({ ...branded(own), core: 0 });

const processWorker = (pid: number, affinity: readonly number[] | null): MeasuredWorker => ({
  worker: 0,
  pid,
  tid: pid,
  affinity,
  wholeProcess: true,
});

const lastCore = (): number => linuxPlatform.cores().at(-1) ?? 0;

async function pinnedSubject(core: number): Promise<Subject> {
  const subject = await Subject.start();
  const affinity = loadAffinity();
  if ('unavailable' in affinity) throw new Error(affinity.unavailable);
  expect(affinity.setProcessAffinity(subject.pid, [core])).toBeNull();
  return subject;
}

describe.runIf(process.platform === 'linux')('the collector on Linux', () => {
  it('agrees with a process about its CPU time and its switches', async () => {
    await using subject = await pinnedSubject(lastCore());
    await using recording = await Recording.open(linuxPlatform, 20);
    const stolen = stolenTime();
    const before = await subject.usage();
    await recording.collector.beginTrial(scopeOf(subject.pid, [processWorker(subject.pid, [lastCore()])]));
    await subject.spin(400);
    await subject.doze(50);
    const after = await subject.usage();
    const totals = await recording.collector.endTrial();

    expect(totals.onCpuNs ?? 0).toBeGreaterThan(0.95 * (cpuNs(after) - cpuNs(before)));
    expect(totals.onCpuNs ?? 0).toBeLessThan(1.05 * (cpuNs(after) - cpuNs(before)) + stolen());
    // The kernel's count goes on between a reading of it and the reading next to it.
    const atBoundary = 10;
    const voluntary = after.voluntaryContextSwitches - before.voluntaryContextSwitches;
    const involuntary = after.involuntaryContextSwitches - before.involuntaryContextSwitches;
    expect(Math.abs((totals.voluntarySwitches ?? 0) - voluntary)).toBeLessThan(atBoundary);
    expect(Math.abs((totals.involuntarySwitches ?? 0) - involuntary)).toBeLessThan(atBoundary);
    expect(totals.voluntarySwitches).toBeGreaterThanOrEqual(50);
    expect(totals.runDelayNs).not.toBeNull();
    expect(totals.offCpuNs).toBeGreaterThan(0);
    expect(totals.peakRss).toBeGreaterThan(10e6);
    expect(totals.threadsMissed).toBe(0);
    const busy = totals.perCore.map((core) => core.busy);
    expect(busy.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it('counts the same whether it samples in between or not', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, never);
    const stolen = stolenTime();
    const before = await subject.usage();
    await recording.collector.beginTrial(scopeOf(subject.pid));
    await subject.spin(200);
    const after = await subject.usage();
    const totals = await recording.collector.endTrial();
    const own = cpuNs(after) - cpuNs(before);
    expect(totals.onCpuNs ?? 0).toBeGreaterThan(0.95 * own);
    expect(totals.onCpuNs ?? 0).toBeLessThan(1.05 * own + stolen());
  });

  it('has the exact figures of a thread that came and went between two samples', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, never);
    await recording.collector.beginTrial(scopeOf(subject.pid));
    const without = await subject.thread(50);
    recording.collector.addFinalReadings(without.readings.map(branded));
    const totals = await recording.collector.endTrial();
    const [reading] = without.readings;
    expect(reading?.onCpuNs).toBeGreaterThan(0);
    expect(totals.onCpuNs ?? 0).toBeGreaterThanOrEqual(reading?.onCpuNs ?? Number.NaN);
    expect(totals.threadsMissed).toBe(0);
  });

  it('tells how many workers it missed while sampling, and which of them told of themselves', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, never, 'sampled');
    await recording.collector.beginTrial(scopeOf(subject.pid));
    const [told, silent] = [await subject.thread(1), await subject.thread(1)];
    const workers = [told, silent].flatMap(({ readings }, worker) =>
      readings.map(({ pid, tid }) => ({ worker, pid, tid, affinity: [0], wholeProcess: false })),
    );
    recording.collector.addWorkers(workers);
    recording.collector.addFinalReadings(told.readings.map(onCoreZero));
    const totals = await recording.collector.endTrial();
    expect(totals.threadsMissed).toBe(1);
    expect(totals.outsideAffinityNs).toBe(0);
  });

  it('finds processes that nobody announced', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, 20);
    await recording.collector.beginTrial(scopeOf(subject.pid));
    const grandchild = await subject.grandchild(200);
    const totals = await recording.collector.endTrial();
    expect(totals.onCpuNs ?? 0).toBeGreaterThan(0.95 * cpuNs(grandchild.usage));
    const session = await recording.read();
    expect(session.threads().map(({ pid }) => pid)).toContain(grandchild.pid);
    session.close();
  });

  it('finds no time outside the affinity of a worker that is pinned to it', async () => {
    await using subject = await pinnedSubject(lastCore());
    await using recording = await Recording.open(linuxPlatform, 20);
    await recording.collector.beginTrial(scopeOf(subject.pid, [processWorker(subject.pid, [lastCore()])]));
    await subject.spin(100);
    expect((await recording.collector.endTrial()).outsideAffinityNs).toBe(0);
  });

  it('finds time outside an affinity that the worker does not have', async () => {
    await using subject = await pinnedSubject(lastCore());
    await using recording = await Recording.open(linuxPlatform, 20);
    const elsewhere = lastCore() + 1;
    await recording.collector.beginTrial(scopeOf(subject.pid, [processWorker(subject.pid, [elsewhere])]));
    await subject.spin(100);
    const totals = await recording.collector.endTrial();
    expect(totals.outsideAffinityNs).toBeGreaterThan(90e6);
    expect(totals.outsideAffinityNs ?? 0).toBeLessThanOrEqual(totals.onCpuNs ?? 0);
  });

  it('says that the affinity is not known when nothing was pinned', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, 20);
    await recording.collector.beginTrial(scopeOf(subject.pid, [processWorker(subject.pid, null)]));
    await subject.spin(10);
    expect((await recording.collector.endTrial()).outsideAffinityNs).toBeNull();
  });

  it('keeps what a process did that is killed in the middle of a trial', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, 20);
    await recording.collector.beginTrial(scopeOf(process.pid, [processWorker(subject.pid, null)]));
    await subject.spin(100);
    await sleep(200);
    await subject.kill();
    const totals = await recording.collector.endTrial();
    expect(totals.onCpuNs).toBeGreaterThan(95e6);
    expect(totals.offCpuNs).toBeGreaterThan(0);
    expect(totals.threadsMissed).toBe(0);
  });

  it('knows nothing of a tree that has gone, and says so with nulls', async () => {
    const subject = await Subject.start();
    await subject.kill();
    await using recording = await Recording.open(linuxPlatform, 20);
    await recording.collector.beginTrial(scopeOf(subject.pid));
    const totals = await recording.collector.endTrial();
    expect(totals).toMatchObject({
      onCpuNs: null,
      runDelayNs: null,
      offCpuNs: null,
      peakRss: null,
      threadsSeen: 0,
    });
  });

  it('measures trial after trial, each from zero', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, 20);
    await recording.collector.beginTrial(scopeOf(subject.pid));
    await subject.spin(200);
    const busy = await recording.collector.endTrial();
    await recording.collector.beginTrial(scopeOf(subject.pid));
    const idle = await recording.collector.endTrial();
    expect(busy.onCpuNs).toBeGreaterThan(190e6);
    expect(idle.onCpuNs).toBeLessThan(100e6);
  });

  it('writes cores, threads and memory to the session', async () => {
    await using subject = await Subject.start();
    await using recording = await Recording.open(linuxPlatform, 20);
    await recording.collector.beginTrial(scopeOf(subject.pid));
    await subject.spin(1500);
    await recording.collector.endTrial();
    const session = await recording.read();

    const main = session.threads().find(({ pid, tid }) => pid === subject.pid && tid === pid);
    expect(main?.name).not.toBe('');
    const samples = [...session.batches('threads')].flatMap((batch) =>
      [...batch.thread.keys()]
        .filter((row) => batch.thread[row] === main?.thread)
        .map((row) => ({ time: batch.time[row] ?? Number.NaN, onCpuNs: batch.on_cpu_ns[row] ?? Number.NaN })),
    );
    expect(samples.length).toBeGreaterThan(2);
    for (const [index, sample] of samples.slice(1).entries()) {
      expect(sample.time).toBeGreaterThan(samples[index]?.time ?? Number.NaN);
      expect(sample.onCpuNs).toBeGreaterThanOrEqual(samples[index]?.onCpuNs ?? Number.NaN);
    }
    expect(session.count('cores')).toBeGreaterThan(0);
    const peaks = [...session.batches('memory')].map((batch) => Math.max(...batch.rss_bytes));
    expect(Math.max(...peaks)).toBeGreaterThan(10e6);
    session.close();
  });

  it('tells what collecting cost, once and for all', async () => {
    await using recording = await Recording.open(linuxPlatform, 5);
    await sleep(200);
    const cost = await recording.collector.stop();
    expect(cost.samples).toBeGreaterThan(0);
    expect(cost.onCpuNs).toBeGreaterThan(0);
    expect(await recording.collector.stop()).toEqual(cost);
  });

  it('says when its thread cannot start, and leaves a session that can be finished', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'corelane-collector-'));
    const originNs = process.hrtime.bigint();
    const writer = await startSession(join(folder, 'test.corelane'), originNs);
    const entry = new URL('../../../../fixtures/collector/broken-entry.mjs', import.meta.url);
    const options = {
      writer,
      originNs,
      periodMs: 20,
      measuredCores: [],
      watchWaits: false,
      entry,
      onCores: null,
      onTree: null,
    };
    await expect(linuxPlatform.openCollector(options)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('this collector cannot start'),
    });
    await writer.finish({ complete: false });
    await rm(folder, { recursive: true });
  });
});
