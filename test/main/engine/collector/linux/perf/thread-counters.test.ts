import { describe, expect, it } from 'vitest';
import { stolenTime } from '../../../../../support/stolen-time.ts';
import { allowedModes } from './recorded-command.ts';
import type { ThreadCounters } from './thread-counters.ts';
import { recordWaitingThreads } from './waiting-threads.ts';

describe.each(allowedModes)('recording in %s mode', (mode) => {
  it('sees each thread leave its cores as often as /proc says, and for the same reasons', async () => {
    const { threads } = await recordWaitingThreads(mode);
    expect(threads).toHaveLength(4);
    expect(threads.map(({ tape }) => withoutTimes(tape))).toEqual(
      threads.map(({ proc }) => withoutTimes(proc)),
    );
  });

  it('adds up to the CPU time that /proc counts', async () => {
    const stolen = stolenTime();
    const { threads } = await recordWaitingThreads(mode);
    const most = stolen();
    expect(threads).toHaveLength(4);
    const counted = sum(threads.map(({ proc }) => proc.cpuNs));
    const recorded = sum(threads.map(({ tape }) => tape.cpuNs));
    expect(recorded).toBeGreaterThan(counted * 0.99);
    expect(recorded).toBeLessThan(counted * 1.01 + most);
  });
});

const withoutTimes = (counters: ThreadCounters): object => ({ ...counters, cpuNs: null });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
