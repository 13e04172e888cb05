import { describe, expect, it } from 'vitest';
import { GatedCommand } from './gated-command.ts';
import { DrainedRecording, allowedModes, onlineCores, opened, recordCommand } from './recorded-command.ts';
import { KernelCount, PerfRecord, perfMissing } from './reference-counts.ts';
import type { Tape } from './tape.ts';
import { pingPong, workloads } from './workloads.ts';

const noPerf = perfMissing();
if (noPerf !== null) console.warn(`Recordings are not compared with those of perf: ${noPerf}`);

describe.each(allowedModes)('recording in %s mode', (mode) => {
  it.each(workloads)(
    'counts the switches of $name as the kernel and perf do',
    async ({ command, atLeast }) => {
      using watchers = new DisposableStack();
      let count: KernelCount | undefined;
      let perf: PerfRecord | undefined;
      const { tape, pid } = await recordCommand(mode, command, async (watched) => {
        if (noPerf === null) perf = watchers.use(await PerfRecord.attach(watched));
        count = watchers.use(new KernelCount(watched));
      });
      expect(tape.lost).toBe(0);
      expect(tape.switches(pid)).toBe(count?.read());
      if (perf !== undefined) expect(tape.switches(pid)).toBe(await perf.switches());
      expect(tape.switches(pid)).toBeGreaterThanOrEqual(atLeast);
      expect(tape.faultsOfThreads()).toEqual([]);
      expect(tape.faultsOfCores()).toEqual([]);
      expect(timesGoBack(tape)).toBe(false);
    },
  );

  it('tells of each process of a burst when it began, what it executed and when it ended', async () => {
    const { tape, pid } = await recordCommand(mode, ['sh', '-c', 'for i in 1 2 3; do /bin/sleep 0; done']);
    const family = tape.family(pid);
    const told = tape.events.filter((event) => family.has(event.pid));
    const stories = [...family].map((member) =>
      told
        .filter(
          (event) => event.pid === member && !['in', 'blocked', 'preempted', 'woken'].includes(event.kind),
        )
        .map((event) => (event.name === null ? event.kind : `${event.kind} ${event.name}`)),
    );
    const child = ['forked', 'executed sleep', 'exited'];
    expect(stories).toEqual([['executed sh', 'exited'], child, child, child]);
  });

  it('loses nothing while its thread is blocked for a quarter of a second', async () => {
    using drained = new DrainedRecording(opened(mode));
    await using commands = new AsyncDisposableStack();
    const cores = onlineCores.slice(0, 2);
    const gated = await Promise.all(cores.map((core) => GatedCommand.start(pingPong(11_000, core))));
    for (const command of gated) commands.use(command);
    const counts = gated.map(({ pid }) => new KernelCount(pid));
    drained.recording.follow(gated.map(({ pid }) => pid));
    drained.recording.start();
    for (const command of gated) command.letGo();
    // The gates open at the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    await Promise.all(gated.map((command) => command.ended()));
    const tape = drained.finish();
    expect(tape.lost).toBe(0);
    for (const [index, { pid }] of gated.entries()) {
      expect(tape.switches(pid)).toBe(counts[index]?.read());
      expect(tape.switches(pid)).toBeGreaterThanOrEqual(20_000);
      counts[index]?.[Symbol.dispose]();
    }
  });

  it('tells that its rings fill, and may be closed at any time and again', async () => {
    const recording = opened(mode);
    await using gated = await GatedCommand.start(pingPong(25_000, 0));
    recording.follow([gated.pid]);
    recording.start();
    const filling = new Promise<void>((resolve) => {
      recording.onFilling(resolve);
    });
    gated.letGo();
    await filling;
    recording.close();
    recording.close();
    recording.stop();
    recording.start();
    expect(recording.follow([gated.pid])).toEqual([]);
    expect(recording.drain().length).toBeGreaterThan(0);
    await gated.ended();
  });
});

function timesGoBack(tape: Tape): boolean {
  return tape.events.some(({ time }, index) => time < (tape.events[index - 1]?.time ?? time));
}
