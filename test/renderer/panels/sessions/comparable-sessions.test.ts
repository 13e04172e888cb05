import { describe, expect, it } from 'vitest';
import {
  comparableWith,
  comparisonOf,
  isComparable,
} from '../../../../src/renderer/panels/sessions/comparable-sessions.ts';
import type { ListedSession } from '../../../../src/shared/workplace.ts';

const listed = (name: string, parts: Partial<ListedSession> = {}): ListedSession => ({
  name,
  path: `/${name}.corelane`,
  size_bytes: 1,
  id: name,
  command: 'lab',
  task: 'primes.ts',
  started_at: '2026-05-04T03:02:01.000Z',
  complete: true,
  trials: 3,
  verdict: null,
  exit: null,
  wall_ms: null,
  error: null,
  ...parts,
});

const lab = listed('lab');
const later = listed('later', { started_at: '2026-05-05T03:02:01.000Z' });
const profile = listed('profile', { command: 'profile' });
const damaged = listed('damaged', { command: null, started_at: null, error: 'This is no session.' });

describe('sessions to compare with', () => {
  it('are the others of the same kind that can be read', () => {
    expect(comparableWith([lab, later, profile, damaged], lab)).toEqual([later]);
    expect(comparableWith([lab, later, profile, damaged], profile)).toEqual([]);
    expect([lab, profile, damaged].map(isComparable)).toEqual([true, true, false]);
  });

  it('are set beside it with the older one as A, whichever was chosen first', () => {
    const expected = { screen: 'compare', a: lab.path, b: later.path };
    expect(comparisonOf(lab, later)).toEqual(expected);
    expect(comparisonOf(later, lab)).toEqual(expected);
  });
});
