import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  browserCandidates,
  findBrowsers,
  isSnap,
} from '../../../../src/main/hosts/browser/browser-program.ts';
import { ownFolder } from '../../../support/own-folder.ts';

describe('the search for a browser', () => {
  it('takes the one that the user names, by path or by name', () => {
    const env = { PATH: '/usr/bin:/opt/bin', CORELANE_BROWSER: '/home/me/my chrome' };
    expect(browserCandidates({ platform: 'linux', env })).toEqual(['/home/me/my chrome']);
    expect(browserCandidates({ platform: 'linux', env: { ...env, CORELANE_BROWSER: 'vivaldi' } })).toEqual([
      '/usr/bin/vivaldi',
      '/opt/bin/vivaldi',
    ]);
  });

  it('looks for Chromium, Chrome, Edge and Brave on PATH, in this order', () => {
    const found = browserCandidates({ platform: 'linux', env: { PATH: '/usr/bin' } });
    expect(found[0]).toBe('/usr/bin/chromium');
    expect(found).toContain('/usr/bin/google-chrome-stable');
    expect(found).toContain('/usr/bin/microsoft-edge');
    expect(found.at(-1)).toBe('/usr/bin/brave-browser');
  });

  it('knows where macOS and Windows keep their programs', () => {
    expect(browserCandidates({ platform: 'darwin', env: { HOME: '/Users/me' } })).toContain(
      '/Users/me/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
    expect(browserCandidates({ platform: 'win32', env: { PROGRAMFILES: 'C:\\Program Files' } })).toContain(
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
    );
  });

  it('passes over what cannot be run, and what it has already', () => {
    const folder = ownFolder();
    mkdirSync(join(folder, 'chromium'));
    writeFileSync(join(folder, 'google-chrome'), '');
    const place = { platform: 'linux', env: { PATH: folder } } as const;
    expect(findBrowsers(place)).toEqual([]);
    writeFileSync(join(folder, 'brave-browser'), '#!/bin/sh\n');
    chmodSync(join(folder, 'brave-browser'), 0o755);
    symlinkSync('brave-browser', join(folder, 'chromium-browser'));
    expect(findBrowsers(place)).toEqual([join(folder, 'chromium-browser')]);
  });

  it('recognises a snap, also behind a link', () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'snap'), '');
    symlinkSync(join(folder, 'snap'), join(folder, 'chromium'));
    expect(isSnap('/snap/bin/chromium')).toBe(true);
    expect(isSnap(join(folder, 'chromium'))).toBe(true);
    expect(isSnap(process.execPath)).toBe(false);
  });
});
