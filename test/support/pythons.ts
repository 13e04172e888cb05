import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const pyenv = process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv');

/** The interpreter of that version (`3.8`) on this machine: by its name on PATH, else one that pyenv keeps; null: there is none. */
export function findPython(version: string): string | null {
  const kept = globSync(join(pyenv, 'versions', `${version}.*`, 'bin', 'python'));
  return [`python${version}`, ...kept].map((path) => executableOf(path, version)).find(isPath) ?? null;
}

const isPath = (path: string | null): path is string => path !== null;

/** Scripts that choose an interpreter answer for it. */
function executableOf(path: string, version: string): string | null {
  const question = 'import sys; print("%d.%d" % sys.version_info[:2], sys.executable)';
  const asked = spawnSync(path, ['-c', question], { encoding: 'utf8' });
  const [found, executable] = asked.status === 0 ? asked.stdout.trim().split(' ') : [];
  return found === version && executable !== undefined ? executable : null;
}
