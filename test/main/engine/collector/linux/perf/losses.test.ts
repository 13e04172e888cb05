import { release } from 'node:os';
import { describe, expect, it } from 'vitest';
import { GatedCommand } from './gated-command.ts';
import { allowedModes, opened } from './recorded-command.ts';
import { KernelCount } from './reference-counts.ts';
import { Tape } from './tape.ts';
import { pingPong } from './workloads.ts';

const kernelVersion = Number.parseFloat(release());
if (kernelVersion < 6)
  console.warn(`Linux ${release()} does not count what is lost at the end of a recording.`);

const largestRingBytes = 1024 * 1024;

describe.runIf(allowedModes.includes('process'))('a ring that nobody reads', () => {
  it.runIf(kernelVersion >= 6)('fills, and what did not fit is counted to the last record', async () => {
    const recording = opened('process', { largestRingBytes });
    await using gated = await GatedCommand.start(pingPong(50_000, 0));
    using count = new KernelCount(gated.pid);
    recording.follow([gated.pid]);
    recording.start();
    gated.letGo();
    await gated.ended();
    recording.stop();
    const tape = new Tape();
    tape.take(recording.drain({ all: true }));
    tape.take(recording.drain({ all: true }));
    recording.close();
    expect(tape.lost).toBeGreaterThan(0);
    // Each of the two threads comes once more than it leaves. One fork, one program, two ends.
    const switches = count.read();
    const written = switches + (switches + 2) + 1 + 1 + 2;
    expect(tape.events.length - tape.of('lost').length + tape.lost).toBe(written);
    expect(tape.events.at(-1)).toMatchObject({ kind: 'lost', core: 0 });
  });

  it('tells of its losses where they happened, once there is place again', async () => {
    const recording = opened('process', { largestRingBytes });
    await using gated = await GatedCommand.start(pingPong(50_000, 0));
    await using second = await GatedCommand.start(pingPong(10, 0));
    recording.follow([gated.pid, second.pid]);
    recording.start();
    gated.letGo();
    await gated.ended();
    const tape = new Tape();
    tape.take(recording.drain({ all: true }));
    expect(tape.lost).toBe(0);
    second.letGo();
    await second.ended();
    recording.stop();
    tape.take(recording.drain({ all: true }));
    recording.close();
    const lost = tape.events.findIndex(({ kind }) => kind === 'lost');
    expect(tape.of('lost')).toHaveLength(1);
    expect(tape.events.slice(lost + 1).every(({ pid }) => tape.family(second.pid).has(pid))).toBe(true);
  });
});
