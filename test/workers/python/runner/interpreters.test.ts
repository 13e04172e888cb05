import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findPython } from '../../../support/pythons.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
/** Has interpreters with a GIL of their own, though not yet the executor of them. */
const interpreter = findPython('3.13');

it.skipIf(interpreter === null)(
  'runs tasks in interpreters that have nothing of the runner but the source of its initializer',
  () => {
    const args = [
      at('test/fixtures/python/interpreters.py'),
      at('src/workers/python'),
      at('test/fixtures/python/tasks'),
    ];
    const { stdout, stderr } = spawnSync(interpreter ?? '', ['-B', ...args], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/\[0, 1\] True\n$/);
  },
);
