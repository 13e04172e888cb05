import { describe, expect, it } from 'vitest';
import { openingsOf, routeOfFile } from '../../../src/renderer/shell/route-of-file.ts';
import { screenKey } from '../../../src/renderer/shell/screen-key.ts';
import { shownTheme } from '../../../src/renderer/shell/theme.ts';

const labels = (path: string) => openingsOf(path).map(({ label }) => label);

describe('screenKey', () => {
  it('leaves the focus alone when a tab changes or a task is chosen', () => {
    expect(screenKey({ screen: 'session', session: '/a', tab: 'tasks' })).toBe(
      screenKey({ screen: 'session', session: '/a', tab: 'cores' }),
    );
    expect(screenKey({ screen: 'start', task: null })).toBe(screenKey({ screen: 'start', task: '/x.ts' }));
  });

  it('leaves it alone when two compared sessions change places', () => {
    expect(screenKey({ screen: 'compare', a: '/a', b: '/b' })).toBe(
      screenKey({ screen: 'compare', a: '/b', b: '/a' }),
    );
  });

  it('moves it for another session and another job', () => {
    expect(screenKey({ screen: 'session', session: '/a', tab: 'tasks' })).not.toBe(
      screenKey({ screen: 'session', session: '/b', tab: 'tasks' }),
    );
    expect(screenKey({ screen: 'live', job: '1' })).not.toBe(screenKey({ screen: 'live', job: '2' }));
  });
});

describe('routeOfFile', () => {
  it('opens a session as itself, a task module as a task, and anything else as a program', () => {
    expect(routeOfFile('/data/Primes.CORELANE')).toMatchObject({ screen: 'session' });
    expect(routeOfFile('/home/me/primes.ts')).toEqual({ screen: 'start', task: '/home/me/primes.ts' });
    expect(routeOfFile('/home/me/sums.py')).toEqual({ screen: 'start', task: '/home/me/sums.py' });
    expect(routeOfFile('/home/me/crawl.sh')).toEqual({
      screen: 'profile',
      script: '/home/me/crawl.sh',
      again: null,
    });
  });

  it('leaves the choice where a file can be both compared and run', () => {
    expect(labels('/home/me/primes.mjs')).toEqual(['Lab', 'Profile']);
    expect(labels('/home/me/crawl.py')).toEqual(['Lab', 'Profile']);
    expect(labels('/home/me/crawl.sh')).toEqual(['Profile']);
    expect(labels('/home/me/a.out')).toEqual(['Profile']);
    expect(labels('/data/x.corelane')).toEqual(['Open the session']);
  });
});

describe('shownTheme', () => {
  it('follows the system until the user chooses', () => {
    expect(shownTheme('system', true)).toBe('dark');
    expect(shownTheme('system', false)).toBe('light');
    expect(shownTheme('light', true)).toBe('light');
    expect(shownTheme('dark', false)).toBe('dark');
  });
});
