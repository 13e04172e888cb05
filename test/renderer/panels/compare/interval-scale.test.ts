import { describe, expect, it } from 'vitest';
import { ratioScale } from '../../../../src/renderer/panels/compare/interval-scale.ts';
import { sessionName } from '../../../../src/renderer/panels/compare/session-name.ts';

const metric = (ratio: number | null, low: number | null = null, high: number | null = null) => ({
  ratio,
  low,
  high,
});

describe('the scale of ratios', () => {
  it('has 1 in its middle, and half as far from it as twice', () => {
    const scale = ratioScale([metric(1.4, 1.2, 1.9)]);
    expect(scale.most).toBe(2);
    expect(scale.at(1)).toBe(0.5);
    expect(scale.at(2)).toBe(1);
    expect(scale.at(0.5)).toBe(0);
    expect(scale.at(1.2) - 0.5).toBeCloseTo(0.5 - scale.at(1 / 1.2), 12);
  });

  it('is as narrow as its intervals allow, on either side of 1', () => {
    expect(ratioScale([metric(1.02), metric(0.99, 0.95, 1.01)]).most).toBe(1.1);
    expect(ratioScale([metric(0.5, 0.35, 0.6)]).most).toBe(3);
    expect(ratioScale([metric(null), metric(0)]).most).toBe(1.1);
  });

  it('cuts off what lies beyond ten times', () => {
    const scale = ratioScale([metric(40)]);
    expect(scale.most).toBe(10);
    expect(scale.at(40)).toBe(1);
    expect(scale.at(0.001)).toBe(0);
  });
});

describe('the name of a session', () => {
  it('is that of its file, whatever the system', () => {
    expect(sessionName('/data/primes.corelane')).toBe('primes');
    expect(sessionName('C:\\data\\primes.corelane')).toBe('primes');
  });
});
