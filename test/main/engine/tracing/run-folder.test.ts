import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  makeRunFolder,
  removeRunFolder,
  type RunFolder,
} from '../../../../src/main/engine/tracing/run-folder.ts';
import { pythonStart } from '../../../../src/shared/python-start.ts';
import { ownFolder } from '../../../support/own-folder.ts';

const isRoot = process.getuid?.() === 0;
const permissions = (path: string): number => statSync(path).mode & 0o777;

/** Of hooks that were installed in a folder with these permissions. */
function runFolderOf(mode: number): { readonly run: RunFolder; readonly installed: string } {
  const installed = join(ownFolder(), 'installed');
  mkdirSync(installed);
  const shim = join(installed, 'sitecustomize.py');
  const node = join(installed, 'hook.cjs');
  for (const path of [shim, node, join(installed, pythonStart)]) writeFileSync(path, '', { mode: 0o644 });
  chmodSync(dirname(installed), 0o755);
  chmodSync(installed, mode);
  const run = makeRunFolder(shim, installed, node);
  onTestFinished(() => removeRunFolder(run.path));
  return { run, installed: node };
}

it('lets nobody else look into the traces of a run', () => {
  const { run } = runFolderOf(0o755);
  expect(permissions(run.traces)).toBe(0o700);
  expect(permissions(join(run.python, 'corelane-run'))).toBe(0o600);
  expect(permissions(run.path)).toBe(isRoot ? 0o711 : 0o700);
});

it.skipIf(!isRoot)(
  'lets programs that change their user load the hooks, and tell that they are not recorded',
  () => {
    const { run } = runFolderOf(0o700);
    expect(permissions(run.python)).toBe(0o755);
    expect(permissions(join(run.python, 'sitecustomize.py'))).toBe(0o644);
    expect(permissions(run.untraced)).toBe(0o622);
    // A Node that may not read the hook would not start.
    expect(run.node).toBe(join(run.path, 'hook.cjs'));
    expect(permissions(run.node ?? '')).toBe(0o644);
  },
);

it('has Node load the hook as it is installed, where all may read it', () => {
  const { run, installed } = runFolderOf(0o755);
  expect(run.node).toBe(installed);
});
