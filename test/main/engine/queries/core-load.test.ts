import * as fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { busyShares, coreLoad } from '../../../../src/main/engine/queries/core-load.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import type { StreamBatch } from '../../../../src/shared/session.ts';
import { recordSession, testFolder } from '../export/recorded-session.ts';

/** Each nanosecond by itself: the share of busy ones among those that are known. */
function plainly(
  samples: readonly { time: number; busyNs: number; knownNs: number }[],
  range: { fromNs: number; toNs: number; width: number },
): number[] {
  const partNs = (range.toNs - range.fromNs) / range.width;
  return Array.from({ length: range.width }, (_, part) => {
    let busy = 0;
    let known = 0;
    for (let ns = range.fromNs + part * partNs; ns < range.fromNs + (part + 1) * partNs; ns += 1) {
      const place = samples.findIndex(({ time }) => time > ns);
      const sample = samples[place];
      if (sample === undefined) continue;
      const begin = samples[place - 1]?.time ?? sample.time - sample.knownNs;
      if (ns < begin) continue;
      busy += sample.busyNs / (sample.time - begin);
      known += sample.knownNs / (sample.time - begin);
    }
    return busy / known;
  });
}

const anySamples = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 12 }), busy: fc.nat(6), idle: fc.nat(6) }), {
    maxLength: 12,
  })
  .map((gaps) => {
    let time = 10;
    return gaps.map(({ gap, busy, idle }) => {
      time += gap;
      return { time, busyNs: busy, knownNs: busy + idle };
    });
  });

interface Sample {
  readonly time: number;
  readonly core: number;
  readonly user: number;
  readonly idle: number;
}

const coresBatch = (samples: readonly Sample[]): StreamBatch<'cores'> => ({
  time: Float64Array.from(samples, ({ time }) => time),
  core: Uint16Array.from(samples, ({ core }) => core),
  user_ns: Float64Array.from(samples, ({ user }) => user),
  system_ns: new Float64Array(samples.length),
  // As on systems that do not tell them apart.
  iowait_ns: new Float64Array(samples.length).fill(Number.NaN),
  steal_ns: new Float64Array(samples.length).fill(Number.NaN),
  idle_ns: Float64Array.from(samples, ({ idle }) => idle),
});

describe('the busy share of a core', () => {
  it('is what counting nanosecond by nanosecond gives', () => {
    fc.assert(
      fc.property(
        anySamples,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 10 }),
        (samples, fromNs, width, partNs) => {
          const range = { fromNs, toNs: fromNs + width * partNs, width };
          const shares = busyShares(samples, range);
          for (const [part, expected] of plainly(samples, range).entries()) {
            if (Number.isNaN(expected)) expect(shares[part]).toBeNaN();
            else expect(shares[part]).toBeCloseTo(expected, 5);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the load of the cores', () => {
  it('has a row for each core of the session, also where nothing is known', async () => {
    const path = await recordSession(join(testFolder(), 'run.corelane'), {
      cores: coresBatch([
        { time: 20e6, core: 1, user: 5e6, idle: 15e6 },
        { time: 20e6, core: 0, user: 20e6, idle: 0 },
        { time: 40e6, core: 1, user: 0, idle: 20e6 },
        { time: 40e6, core: 0, user: 10e6, idle: 10e6 },
      ]),
    });
    using session = closing(openSession(path));
    const load = (fromNs: number, toNs: number, width: number) =>
      coreLoad(session.reader, { session: path, fromNs, toNs, width });
    expect(load(0, 40e6, 2)).toEqual({ cores: [0, 1], busy: Float32Array.of(1, 0.5, 0.25, 0) });
    expect(load(90e9, 91e9, 1)).toEqual({ cores: [0, 1], busy: Float32Array.of(Number.NaN, Number.NaN) });
  });

  it('of a range between two samples is that of the sample that covers it', async () => {
    const path = await recordSession(join(testFolder(), 'run.corelane'), {
      cores: coresBatch([
        { time: 1e9, core: 0, user: 1e9, idle: 0 },
        { time: 2e9, core: 0, user: 0.25e9, idle: 0.75e9 },
      ]),
    });
    using session = closing(openSession(path));
    const load = coreLoad(session.reader, { session: path, fromNs: 1.4e9, toNs: 1.5e9, width: 1 });
    expect([...load.busy]).toEqual([0.25]);
  });

  it('refuses a range without any length', async () => {
    const path = await recordSession(join(testFolder(), 'run.corelane'), {});
    using session = closing(openSession(path));
    expect(() => coreLoad(session.reader, { session: path, fromNs: 5, toNs: 5, width: 1 })).toThrow(
      'The load of the cores from 5 to 5 ns cannot be told in 1 parts.',
    );
  });
});

const closing = (reader: ReturnType<typeof openSession>) => ({
  reader,
  [Symbol.dispose]: () => reader.close(),
});
