import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GatedCommand } from './gated-command.ts';
import { DrainedRecording, allowedModes, onlineCores, opened } from './recorded-command.ts';
import { KernelCount } from './reference-counts.ts';
import { allAsleep, tidsOf } from './thread-counters.ts';
import { waitingThreads } from './workloads.ts';

const openEvents = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => targetOf(fd) === 'anon_inode:[perf_event]').length;

describe.runIf(allowedModes.includes('process'))('following single threads', () => {
  it('leaves out those that a followed thread has started, and lets go of all when the last has ended', async () => {
    using drained = new DrainedRecording(opened('process'));
    const { recording } = drained;
    recording.start();
    await using gated = await GatedCommand.start(waitingThreads);
    const before = openEvents();
    recording.follow([gated.pid]);
    expect(openEvents() - before).toBe(onlineCores.length);
    gated.letGo();
    await once(gated.stdout, 'data');
    expect(tidsOf(gated.pid)).toHaveLength(4);
    expect(recording.follow(tidsOf(gated.pid))).toEqual([]);
    expect(openEvents() - before).toBe(onlineCores.length);
    gated.stdin.end();
    await gated.ended();
    drained.tape.take(recording.drain({ all: true }));
    expect(openEvents()).toBe(before);
    const tape = drained.finish();
    expect(tape.of('exited').map(({ pid }) => pid)).toEqual([gated.pid, gated.pid, gated.pid, gated.pid]);
  });

  it('closes the events of a thread that has ended while it still records', async () => {
    const recording = opened('process');
    recording.start();
    const before = openEvents();
    for (let i = 0; i < 20; i++) {
      const gated = await GatedCommand.start(['true']);
      recording.follow([gated.pid]);
      gated.letGo();
      await gated.ended();
      recording.drain({ all: true });
    }
    expect(openEvents()).toBe(before);
    recording.close();
  });

  it('joins a process that runs already, all of its threads', async () => {
    await using gated = await GatedCommand.start(waitingThreads);
    gated.letGo();
    await once(gated.stdout, 'data');
    await allAsleep(gated.pid);
    using drained = new DrainedRecording(opened('process'));
    const tids = tidsOf(gated.pid);
    expect(drained.recording.follow(tids)).toEqual([]);
    drained.recording.start();
    const counts = tids.map((tid) => new KernelCount(tid));
    gated.stdin.end();
    await gated.ended();
    const tape = drained.finish();
    expect(tape.switches(gated.pid)).toBe(counts.reduce((sum, count) => sum + count.read(), 0));
    expect(new Set(tape.of('exited').map(({ tid }) => tid))).toEqual(new Set(tids));
    for (const count of counts) count[Symbol.dispose]();
  });

  it('says nothing of a thread that has ended before it could be followed', async () => {
    const gated = await GatedCommand.start(['true']);
    gated.letGo();
    await gated.ended();
    const recording = opened('process');
    expect(recording.follow([gated.pid])).toEqual([]);
    recording.close();
  });

  it('records a thread once, however often and with however many of its parents it is followed', async () => {
    await using gated = await GatedCommand.start(waitingThreads);
    using drained = new DrainedRecording(opened('process'));
    const { recording } = drained;
    // Before the start nobody is told of what was started, so its threads are followed besides being inherited.
    recording.follow([gated.pid]);
    gated.letGo();
    await once(gated.stdout, 'data');
    await allAsleep(gated.pid);
    recording.follow(tidsOf(gated.pid));
    recording.follow(tidsOf(gated.pid));
    recording.start();
    gated.stdin.end();
    await gated.ended();
    const tape = drained.finish();
    expect(tape.faultsOfThreads()).toEqual([]);
    expect(tape.of('exited')).toHaveLength(4);
  });
});

/** Null for the descriptor with which the list was read. */
function targetOf(fd: string): string | null {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return null;
  }
}
