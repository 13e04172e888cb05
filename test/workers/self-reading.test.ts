import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { nativeThreadId, readSelf } from '../../src/workers/node/self-reading.ts';

describe.runIf(process.platform === 'linux')('a thread that reads itself', () => {
  it('knows its number and its counters', () => {
    const { pid, tid } = nativeThreadId();
    expect(pid).toBe(process.pid);
    const [reading, ...others] = readSelf('thread');
    expect(others).toEqual([]);
    expect(reading).toMatchObject({ pid, tid });
    expect(reading?.onCpuNs).toBeGreaterThan(0);
    expect(reading?.aliveNs).toBeGreaterThan(0);
    expect(reading?.voluntarySwitches).not.toBeNull();
  });

  it('does not lag behind by the kernel tick that a running thread is counted at', () => {
    const deviations = Array.from({ length: 21 }, () => {
      const [before] = readSelf('thread');
      const start = process.hrtime.bigint();
      while (process.hrtime.bigint() - start < 1_000_000n);
      const wallNs = Number(process.hrtime.bigint() - start);
      const [after] = readSelf('thread');
      // A thread that never blocks is on a core or waits for one.
      const counted = (reading = before): number => (reading?.onCpuNs ?? 0) + (reading?.runDelayNs ?? 0);
      return Math.abs(1 - (counted(after) - counted(before)) / wallNs);
    });
    expect(deviations.toSorted((a, b) => a - b)[10]).toBeLessThan(0.5);
  });

  it('reads all threads of its process when asked to', () => {
    const readings = readSelf('process');
    expect(readings.length).toBeGreaterThan(1);
    expect(readings.map(({ tid }) => tid)).toContain(process.pid);
    expect(new Set(readings.map(({ pid }) => pid))).toEqual(new Set([process.pid]));
  });
});
