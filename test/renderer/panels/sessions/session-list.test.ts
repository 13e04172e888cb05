import { describe, expect, it } from 'vitest';
import { rowAfterKey } from '../../../../src/renderer/panels/sessions/row-keys.ts';
import { hasKinds, sessionsAbout } from '../../../../src/renderer/panels/sessions/sessions-about.ts';
import type { ListedSession } from '../../../../src/shared/workplace.ts';

const session = (name: string, task: string | null): ListedSession => ({
  name,
  task,
  path: `/data/${name}.corelane`,
  size_bytes: 1,
  id: null,
  command: 'lab',
  started_at: null,
  complete: true,
  trials: 1,
  verdict: null,
  exit: null,
  wall_ms: null,
  error: null,
});

describe('sessionsAbout', () => {
  const sessions = [
    session('primes-monday', 'primes (primes.ts)'),
    session('fetch', 'http (Primes.mjs)'),
    session('x', null),
  ];
  const names = (wanted: string) => sessionsAbout(sessions, wanted).map(({ name }) => name);

  it('finds every word in the name or the task, in any order and case', () => {
    expect(names('PRIMES')).toEqual(['primes-monday', 'fetch']);
    expect(names('ts monday')).toEqual(['primes-monday']);
    expect(names('nothing')).toEqual([]);
  });

  it('leaves one kind, where there are two', () => {
    const profile = { ...session('crawl', 'python3 crawl.py'), command: 'profile' };
    expect(sessionsAbout([...sessions, profile], '', 'profile')).toEqual([profile]);
    expect(hasKinds(sessions)).toBe(false);
    expect(hasKinds([...sessions, profile])).toBe(true);
  });

  it('shows all while nothing is asked for', () => {
    expect(names('  ')).toEqual(['primes-monday', 'fetch', 'x']);
  });
});

describe('rowAfterKey', () => {
  it('goes from row to row and stays within the list', () => {
    expect(rowAfterKey('ArrowDown', 1, 3)).toBe(2);
    expect(rowAfterKey('ArrowDown', 2, 3)).toBe(2);
    expect(rowAfterKey('ArrowUp', 0, 3)).toBe(0);
    expect(rowAfterKey('Home', 2, 3)).toBe(0);
    expect(rowAfterKey('End', 0, 3)).toBe(2);
    expect(rowAfterKey('Tab', 0, 3)).toBeNull();
  });
});
