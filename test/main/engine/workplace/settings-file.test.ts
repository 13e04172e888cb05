import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { assert, dictionary, jsonValue, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SettingsFile, settingsPath } from '../../../../src/main/engine/workplace/settings-file.ts';
import {
  requireSettings,
  settingsIn,
  withRecentTask,
} from '../../../../src/main/engine/workplace/settings.ts';
import { defaultSettings } from '../../../../src/shared/workplace.ts';
import { ownFolder } from '../../../support/own-folder.ts';

/** A settings file with that content; null: none yet. */
function settingsFile(content: string | null = null): SettingsFile {
  const path = join(ownFolder(), 'corelane', 'settings.json');
  if (content !== null) {
    mkdirSync(dirname(path));
    writeFileSync(path, content);
  }
  return new SettingsFile(path);
}

describe('the settings', () => {
  it.each([
    ['linux', { XDG_CONFIG_HOME: '/config' }, '/config/corelane/settings.json'],
    ['linux', { XDG_CONFIG_HOME: 'not/absolute' }, '/home/me/.config/corelane/settings.json'],
    ['darwin', {}, '/home/me/Library/Application Support/Corelane/settings.json'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/Corelane/settings.json'],
  ] as const)('on %s with %j lie where that system keeps them', (platform, env, path) => {
    expect(settingsPath({ platform, env, home: '/home/me' })).toBe(path);
  });

  it('are the defaults until something is changed, and then kept', () => {
    const file = settingsFile();
    expect(file.read()).toEqual(defaultSettings);
    expect(file.change({ theme: 'dark' })).toEqual({ ...defaultSettings, theme: 'dark' });
    expect(new SettingsFile(file.path).read()).toEqual({ ...defaultSettings, theme: 'dark' });
    expect(readdirSync(dirname(file.path))).toEqual(['settings.json']);
  });

  it('are changed where a link to them leads, and the link stays', () => {
    const kept = join(ownFolder(), 'my settings.json');
    writeFileSync(kept, '{"theme":"light"}');
    const { path } = settingsFile('');
    rmSync(path);
    symlinkSync(kept, path);
    new SettingsFile(path).change({ theme: 'dark' });
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(new SettingsFile(kept).read().theme).toBe('dark');
  });

  it.each(['', '{"theme": "da', '[]', 'null', '12', '\u0000\u0001'])(
    'are the defaults when the file is damaged (%j), which is put aside',
    (content) => {
      const file = settingsFile(content);
      expect(file.read()).toEqual(defaultSettings);
      expect(readFileSync(`${file.path}.damaged`, 'utf8')).toBe(content);
      expect(file.change({ theme: 'light' }).theme).toBe('light');
    },
  );

  it('keep what other versions wrote, and pass over values that cannot be', () => {
    const file = settingsFile('{"theme": "sepia", "node": "relative/node", "zoom": 2}');
    expect(file.read()).toEqual(defaultSettings);
    file.change({ sessionsFolder: '/sessions' });
    const stored: unknown = JSON.parse(readFileSync(file.path, 'utf8'));
    expect(stored).toMatchObject({ zoom: 2, sessionsFolder: '/sessions' });
  });

  it.each([
    [{ theme: 'sepia' }, /theme cannot be "sepia"/],
    [{ sessionsFolder: 'relative' }, /sessionsFolder cannot be/],
    [{ recentTasks: 'all' }, /recentTasks cannot be/],
    [{ colour: 'red' }, /no setting "colour"/],
  ])('refuse %j', (change, sentence) => {
    expect(() => requireSettings(change)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(sentence) }),
    );
  });

  it('say so when they cannot be kept', () => {
    const file = join(ownFolder(), 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    const settings = new SettingsFile(join(file, 'settings.json'));
    expect(settings.read()).toEqual(defaultSettings);
    expect(() => settings.change({ theme: 'dark' })).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('can be read from whatever JSON there is', () => {
    assert(
      property(dictionary(string(), jsonValue()), jsonValue(), (stored, value) => {
        const odd = { ...stored, theme: value, recentTasks: value, sessionsFolder: value };
        const settings = settingsIn(odd);
        expect(Object.keys(settings).sort()).toEqual(Object.keys(defaultSettings).sort());
        expect(settingsIn({ ...settings })).toEqual(settings);
      }),
    );
  });

  it('name each recent task once, the last one first, and not all of them for ever', () => {
    const used = ['/b', '/a', '/b', ...Array.from({ length: 30 }, (_, index) => `/${index}`), '/a'];
    const recent = used.reduce<readonly string[]>(
      (recentTasks, path) => withRecentTask({ recentTasks }, path),
      [],
    );
    expect(recent.slice(0, 3)).toEqual(['/a', '/29', '/28']);
    expect(recent).toHaveLength(12);
    expect(new Set(recent).size).toBe(12);
  });
});
