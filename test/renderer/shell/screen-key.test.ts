import { describe, expect, it } from 'vitest';
import { routeOfFile } from '../../../src/renderer/shell/route-of-file.ts';
import { screenKey } from '../../../src/renderer/shell/screen-key.ts';
import { shownTheme } from '../../../src/renderer/shell/theme.ts';

describe('screenKey', () => {
  it('leaves the focus alone when a tab changes or a task is chosen', () => {
    expect(screenKey({ screen: 'session', session: '/a', tab: 'tasks' })).toBe(
      screenKey({ screen: 'session', session: '/a', tab: 'cores' }),
    );
    expect(screenKey({ screen: 'start', task: null })).toBe(screenKey({ screen: 'start', task: '/x.ts' }));
  });

  it('moves it for another session and another job', () => {
    expect(screenKey({ screen: 'session', session: '/a', tab: 'tasks' })).not.toBe(
      screenKey({ screen: 'session', session: '/b', tab: 'tasks' }),
    );
    expect(screenKey({ screen: 'live', job: '1' })).not.toBe(screenKey({ screen: 'live', job: '2' }));
  });
});

describe('routeOfFile', () => {
  it('opens a session as itself and anything else as a task', () => {
    expect(routeOfFile('/data/Primes.CORELANE')).toMatchObject({ screen: 'session' });
    expect(routeOfFile('/home/me/primes.ts')).toEqual({ screen: 'start', task: '/home/me/primes.ts' });
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
