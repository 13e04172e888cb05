import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeProfile } from '../../../../src/main/hosts/browser/browser-profile.ts';
import { ownFolder } from '../../../support/own-folder.ts';

const browser = process.execPath;

describe("the browser's profile", () => {
  it('is kept for the next host, and never shared by two that run', () => {
    const cache = ownFolder();
    const first = takeProfile(browser, cache);
    const second = takeProfile(browser, cache);
    expect([first.folder, second.folder]).toEqual(['1', '2'].map((name) => join(cache, 'browser', name)));
    first.release();
    expect(existsSync(first.folder)).toBe(true);
    expect(takeProfile(browser, cache).folder).toBe(first.folder);
  });

  it('is taken over from a host that was killed', () => {
    const cache = ownFolder();
    takeProfile(browser, cache);
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(join(cache, 'browser', '1.host'), String(pid));
    expect(takeProfile(browser, cache).folder).toBe(join(cache, 'browser', '1'));
  });

  it('is closed to other users', () => {
    const { folder } = takeProfile(browser, ownFolder());
    expect(statSync(folder).mode & 0o077).toBe(0);
  });
});
