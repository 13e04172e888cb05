import { describe, expect, it } from 'vitest';
import { distinctFailures } from '../../src/shared/distinct-failures.ts';
import type { FailureRow } from '../../src/shared/session.ts';

const failure = (change: Partial<FailureRow>): FailureRow => ({
  trial: 0,
  outcome: 'error',
  message: 'TypeError: no lines',
  count: 1,
  first_task: 3,
  ...change,
});

describe('distinct failures', () => {
  it('adds up the same message over all trials and keeps where it was first', () => {
    const rows = [failure({ trial: 1, count: 2 }), failure({ trial: 4, count: 5, first_task: 9 })];
    expect(distinctFailures(rows)).toEqual([
      { outcome: 'error', message: 'TypeError: no lines', count: 7, first: rows[0] },
    ]);
  });

  it('keeps the same words apart when the outcome is another', () => {
    const rows = [failure({}), failure({ outcome: 'lost' })];
    expect(distinctFailures(rows).map(({ outcome }) => outcome)).toEqual(['error', 'lost']);
  });

  it('names the most frequent first', () => {
    const rows = [failure({ message: 'rare' }), failure({ message: 'often', count: 8 })];
    expect(distinctFailures(rows).map(({ message }) => message)).toEqual(['often', 'rare']);
  });

  it('has nothing to say of a session without failures', () => {
    expect(distinctFailures([])).toEqual([]);
  });
});
