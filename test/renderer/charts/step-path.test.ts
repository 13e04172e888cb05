import { describe, expect, it } from 'vitest';
import { runnableTop } from '../../../src/renderer/charts/demand-series.ts';
import { stepPath } from '../../../src/renderer/charts/step-path.ts';

describe('stepPath', () => {
  it('steps from value to value, and closes on its ground', () => {
    expect(stepPath(Float32Array.of(0.5, 1), null, 100)).toBe('M0 100.00V50.00H1V0.00H2V100.00H1V100.00H0Z');
  });

  it('stands on what is below it', () => {
    expect(stepPath(Float32Array.of(0.25), Float32Array.of(0.5), 100)).toBe('M0 50.00V25.00H1V50.00H0Z');
  });

  it('draws nothing where nothing is known or nothing was', () => {
    expect(stepPath(Float32Array.of(0, Number.NaN), null, 100)).toBe('');
    expect(stepPath(Float32Array.of(1, 0, 1), null, 1)).toBe('M0 1.00V0.00H1V1.00H0ZM2 1.00V0.00H3V1.00H2Z');
  });
});

describe('runnableTop', () => {
  it('holds the highest demand and the cores, and is round', () => {
    expect(runnableTop({ runnable: Float32Array.of(1, 7.3), cores: [0, 1] })).toBe(8);
    expect(runnableTop({ runnable: Float32Array.of(1, 170), cores: [0, 1] })).toBe(200);
    expect(runnableTop({ runnable: Float32Array.of(0), cores: [0, 1] })).toBe(3);
    expect(runnableTop({ runnable: Float32Array.of(Number.NaN), cores: [0] })).toBe(2);
  });
});
