import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { TrialScheduling } from '../../../../../src/main/engine/collector/collector.ts';
import { linuxPlatform } from '../../../../../src/main/engine/collector/linux/platform.ts';
import { Recording, never, scopeOf } from '../recording.ts';
import { Subject } from '../subject.ts';
import { GatedCommand } from './perf/gated-command.ts';
import { KernelCount } from './perf/reference-counts.ts';
import { pingPong } from './perf/workloads.ts';

/** Records where tracefs is mounted, and prints what came of it beside what the kernel says. */
const switchesOf = ({ voluntarySwitches, involuntarySwitches }: TrialScheduling): number =>
  (voluntarySwitches ?? Number.NaN) + (involuntarySwitches ?? Number.NaN);

/** Two processes hand a byte to each other as fast as they can, 300,000 times. */
async function countsOfPingPong() {
  await using recording = await Recording.open(linuxPlatform, 20, 'system');
  await using gated = await GatedCommand.start(pingPong(150_000, 0));
  using count = new KernelCount(gated.pid);
  await recording.collector.beginTrial(scopeOf(gated.pid));
  gated.letGo();
  await gated.ended();
  const totals = await recording.collector.endTrial();
  const { wakes, lost } = recording.collector.scheduling;
  return { wakes, lost, counted: switchesOf(totals), kernels: count.read(), warnings: totals.warnings };
}

const kernelsDelayOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[1]);

/** Two threads compute, and wake up now and then, on one core. */
async function delaysOfRivals() {
  await using subject = await Subject.start();
  await using rival = await Subject.start();
  for (const { pid } of [subject, rival]) execFileSync('taskset', ['-a', '-p', '-c', '0', String(pid)]);
  await using recording = await Recording.open(linuxPlatform, never, 'system');
  await recording.collector.beginTrial(scopeOf(subject.pid));
  const before = kernelsDelayOf(subject.pid);
  await Promise.all([subject.spin(300), rival.spin(300)]);
  await Promise.all([subject.doze(50), rival.doze(50)]);
  const kernels = kernelsDelayOf(subject.pid) - before;
  const totals = await recording.collector.endTrial();
  const counted = totals.threads.find(({ tid }) => tid === subject.pid)?.runDelayNs ?? null;
  const session = await recording.read();
  const row = session.threads().find(({ tid }) => tid === subject.pid)?.thread;
  const slices = { delayNs: 0, woken: 0 };
  for (const { thread, ready, start, waker } of session.batches('slices')) {
    for (const [at, one] of thread.entries()) {
      if (one !== row) continue;
      const readyNs = ready[at] ?? Number.NaN;
      if (!Number.isNaN(readyNs)) slices.delayNs += (start[at] ?? Number.NaN) - readyNs;
      if (waker[at] !== 0) slices.woken++;
    }
  }
  session.close();
  return { kernels, counted, slices };
}

const answer = { pingPong: await countsOfPingPong(), rivals: await delaysOfRivals() };
process.stdout.write(JSON.stringify(answer));

export type WholeAnswer = typeof answer;
