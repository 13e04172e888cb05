import { describe, expect, it } from 'vitest';
import { shortSite } from '../../../../src/renderer/panels/what-if/short-site.ts';

describe('the place of a call', () => {
  it('is told from the folder that the script ran in', () => {
    expect(shortSite('/home/me/app/main.py:13', '/home/me')).toBe('app/main.py:13');
    expect(shortSite(String.raw`C:\app\main.py:13`, String.raw`C:\app`)).toBe('main.py:13');
  });

  it('is whole where it is elsewhere', () => {
    expect(shortSite('/home/me/application/main.py:13', '/home/me/app')).toBe(
      '/home/me/application/main.py:13',
    );
  });
});
