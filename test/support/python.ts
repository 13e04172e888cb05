import { spawnSync } from 'node:child_process';

const tried = spawnSync(
  'python3',
  ['-c', 'import sys; print("%d.%d" % sys.version_info[:2], sys.executable)'],
  {
    encoding: 'utf8',
  },
);
const [version = '', executable = ''] = tried.status === 0 ? tried.stdout.trim().split(' ') : [];

/** The interpreter that `python3` is, rather than a script that chooses one; null: there is none that can be traced. */
export const python: string | null = executable === '' || isTooOld(version) ? null : executable;

function isTooOld(found: string): boolean {
  const [major = 0, minor = 0] = found.split('.').map(Number);
  return major < 3 || (major === 3 && minor < 8);
}

if (python === null)
  console.warn('Python programs cannot be traced here: there is no python3 of version 3.8 or newer.');
