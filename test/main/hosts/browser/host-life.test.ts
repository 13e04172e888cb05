import { describe, expect, it } from 'vitest';
import { graceMs, type HostSituation } from '../../../../src/main/hosts/browser/host-life.ts';

const situation: HostSituation = {
  windows: 0,
  hadWindow: true,
  jobs: 0,
  browserGone: false,
  awaitsUser: false,
};

describe('how long the browser host stays', () => {
  it('stays as long as a window is there', () => {
    expect(graceMs({ ...situation, windows: 1 })).toBeNull();
    expect(graceMs({ ...situation, windows: 2, jobs: 1, browserGone: true })).toBeNull();
  });

  it('waits for a reload, and longer while a lab runs', () => {
    expect(graceMs(situation)).toBe(3_000);
    expect(graceMs({ ...situation, jobs: 1 })).toBe(30_000);
    expect(graceMs({ ...situation, awaitsUser: true })).toBe(3_000);
  });

  it('does not wait for a browser that has ended', () => {
    expect(graceMs({ ...situation, browserGone: true })).toBe(0);
    expect(graceMs({ ...situation, browserGone: true, jobs: 1 })).toBe(0);
  });

  it('gives the first window a minute, and a user with an address all the time', () => {
    expect(graceMs({ ...situation, hadWindow: false })).toBe(60_000);
    expect(graceMs({ ...situation, hadWindow: false, awaitsUser: true })).toBeNull();
  });
});
