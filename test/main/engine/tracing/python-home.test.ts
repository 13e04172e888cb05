import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { pythonHome } from '../../../../src/main/engine/tracing/python-home.ts';
import { ownFolder } from '../../../support/own-folder.ts';

function builtHook(text: string): string {
  const folder = ownFolder();
  mkdirSync(join(folder, 'corelane_hook', '__pycache__'), { recursive: true });
  writeFileSync(join(folder, 'corelane_hook', '__init__.py'), text);
  return folder;
}

function ownCache(path: string): void {
  vi.stubEnv('XDG_CACHE_HOME', path);
  onTestFinished(() => void vi.unstubAllEnvs());
}

it('the package lies once for each content in the cache of the user, where a month unused removes it', () => {
  const cache = ownFolder();
  ownCache(cache);
  const first = pythonHome(builtHook('one'));
  expect(pythonHome(builtHook('one'))).toBe(first);
  expect(readdirSync(join(first, 'corelane_hook'))).toEqual(['__init__.py']);
  const second = pythonHome(builtHook('two'));
  expect(second).not.toBe(first);
  utimesSync(first, new Date(0), new Date(0));
  pythonHome(builtHook('three'));
  expect([existsSync(first), existsSync(second)]).toEqual([false, true]);
});

it('the package is used where it is when no cache can be made', () => {
  const file = join(ownFolder(), 'file');
  writeFileSync(file, '');
  ownCache(file);
  const built = builtHook('one');
  expect(pythonHome(built)).toBe(built);
});
