import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelScaling } from '../../../../src/main/engine/advice/scaling-model.ts';
import { fitUsl, uslThroughput, type UslParameters } from '../../../../src/main/engine/advice/usl-fit.ts';
import type { TrialReport } from '../../../../src/shared/lab-report.ts';
import { seededRandom } from '../../../../src/shared/random.ts';
import { trialOf } from './trials.ts';

const counts = [1, 2, 4, 8, 16, 32];

/** Normal noise by the method of Box and Muller. */
function noiseOf(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function sampled(
  law: UslParameters,
  { workers = counts, repeats = 3, noise = 0, seed = 1 } = {},
): readonly TrialReport[] {
  const normal = noiseOf(seed);
  return workers.flatMap((count) =>
    Array.from({ length: repeats }, (_, repeat) =>
      trialOf('thread-pool', uslThroughput(law, count) * Math.exp(noise * normal()), {
        workers: count,
        repeat: repeat + 1,
      }),
    ),
  );
}

const laws = fc.record({
  lambda: fc.double({ min: 0.1, max: 1e6, noNaN: true }),
  sigma: fc.double({ min: 0, max: 0.9, noNaN: true }),
  kappa: fc.double({ min: 0, max: 0.05, noNaN: true }),
});

describe('the scalability law', () => {
  it('is found exactly in throughputs without noise', () => {
    fc.assert(
      fc.property(laws, (law) => {
        const fit = fitUsl(counts.map((workers) => ({ workers, perSecond: uslThroughput(law, workers) })));
        expect(fit.lambda / law.lambda).toBeCloseTo(1, 4);
        expect(fit.sigma).toBeCloseTo(law.sigma, 4);
        expect(fit.kappa).toBeCloseTo(law.kappa, 5);
      }),
    );
  });

  it('is found in noisy throughputs, and its intervals hold the truth about as often as they say', () => {
    const law = { lambda: 120, sigma: 0.08, kappa: 0.002 };
    const rounds = 80;
    let sigmaHeld = 0;
    let kappaHeld = 0;
    let optimumNear = 0;
    for (let seed = 1; seed <= rounds; seed += 1) {
      const [scaling] = modelScaling(sampled(law, { noise: 0.02, seed }));
      if (scaling?.sigma == null || scaling.kappa === null) continue;
      if (scaling.sigma.low <= law.sigma && law.sigma <= scaling.sigma.high) sigmaHeld += 1;
      if (scaling.kappa.low <= law.kappa && law.kappa <= scaling.kappa.high) kappaHeld += 1;
      if (Math.abs((scaling.optimum_workers ?? 0) / Math.sqrt(0.92 / 0.002) - 1) < 0.15) optimumNear += 1;
    }
    expect(sigmaHeld / rounds).toBeGreaterThan(0.88);
    expect(kappaHeld / rounds).toBeGreaterThan(0.88);
    expect(optimumNear / rounds).toBeGreaterThan(0.95);
  });

  it('never has a negative parameter, not even where throughput grows faster than the workers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1e5, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (rates) => {
          const fit = fitUsl(counts.map((workers, at) => ({ workers, perSecond: rates[at] ?? 1 })));
          expect(fit.lambda).toBeGreaterThan(0);
          expect(fit.sigma).toBeGreaterThanOrEqual(0);
          expect(fit.kappa).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('marks the number of workers at which throughput is highest', () => {
    const [scaling] = modelScaling(sampled({ lambda: 50, sigma: 0.05, kappa: 0.01 }, { noise: 0.005 }));
    expect(scaling?.optimum_workers).toBeCloseTo(Math.sqrt(0.95 / 0.01), 0);
    expect(scaling?.reason).toBeNull();
  });

  it('has an optimum of one where more workers only slow each other down', () => {
    const [scaling] = modelScaling(sampled({ lambda: 50, sigma: 1.2, kappa: 0.001 }, { noise: 0.005 }));
    expect(scaling?.optimum_workers).toBe(1);
  });

  it('has none where throughput only levels off, and says so', () => {
    const [scaling] = modelScaling(sampled({ lambda: 50, sigma: 0.3, kappa: 0 }, { noise: 0.01 }));
    expect(scaling?.sigma?.value).toBeCloseTo(0.3, 1);
    expect(scaling).toMatchObject({ optimum_workers: null, reason: expect.stringContaining('no optimum') });
  });

  it('is not given for fewer than four worker counts, whose points are', () => {
    const [scaling] = modelScaling(sampled({ lambda: 50, sigma: 0.1, kappa: 0.01 }, { workers: [1, 2, 4] }));
    expect(scaling).toMatchObject({ lambda_per_s: null, sigma: null, kappa: null, r2: null });
    expect(scaling?.reason).toContain('3 worker counts');
    expect(scaling?.points.map(({ workers, repeats }) => [workers, repeats])).toEqual([
      [1, 3],
      [2, 3],
      [4, 3],
    ]);
  });

  it('is not given for throughputs that follow no law', () => {
    const rates = [100, 20, 300, 10, 250, 30];
    const [scaling] = modelScaling(
      counts.map((workers, at) => trialOf('thread-pool', rates[at] ?? 1, { workers })),
    );
    expect(scaling).toMatchObject({ sigma: null, reason: expect.stringMatching(/misses|differ/) });
  });

  it('is given for throughputs that do not change at all: that is contention of one', () => {
    const [scaling] = modelScaling(sampled({ lambda: 50, sigma: 1, kappa: 0 }, { noise: 0.01 }));
    expect(scaling?.sigma?.value).toBeCloseTo(1, 1);
  });

  it('leaves out executors with one worker count, and trials that did not end or only failed', () => {
    expect(modelScaling([trialOf('thread-pool', 10)])).toEqual([]);
    expect(
      modelScaling([
        trialOf('thread-pool', 10, { workers: 1 }),
        trialOf('thread-pool', 10, { workers: 2, complete: false }),
        trialOf('thread-pool', 10, { workers: 4, failed: 100 }),
      ]),
    ).toEqual([]);
  });
});
