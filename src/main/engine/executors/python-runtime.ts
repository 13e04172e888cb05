import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CorelaneError } from '../../../shared/errors.ts';
import { programsOnPath } from './programs-on-path.ts';
import type { ChosenRuntime } from './task-runtime.ts';

const question = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';

/** The version that a program tells of itself as a Python; null when it is none that runs. */
export async function askPython(path: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(path, ['-c', question], { timeout: 5_000 });
    return /^\d+\.\d+\.\d+$/.exec(stdout.trim())?.[0] ?? null;
  } catch {
    return null;
  }
}

export interface PythonRuntime {
  readonly path: string;
  readonly version: string;
}

const oldest = { major: 3, minor: 8 };

/** The Python that runs the user's tasks: `--python`, else the virtual environment around the task, else the one on PATH. */
export async function choosePython(wanted: string | null, taskPath: string): Promise<ChosenRuntime> {
  const path = wanted ?? environmentAround(taskPath) ?? programsOnPath('python3')[0] ?? null;
  if (path === null) {
    throw new CorelaneError(
      'interpreter-unusable',
      'There is no python3 on PATH.',
      'Install Python 3.8 or newer, or give --python its path.',
    );
  }
  const { version } = await requirePython(path);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major !== oldest.major || minor < oldest.minor) {
    throw new CorelaneError(
      'interpreter-unusable',
      `${path} is Python ${version}, which Corelane cannot measure.`,
      `Give --python the path of Python ${oldest.major}.${oldest.minor} or newer.`,
    );
  }
  const around = wanted === null && path === environmentAround(taskPath);
  return {
    runtime: { language: 'python', path, version },
    because: around
      ? `It runs in the virtual environment beside it, ${path} (--python chooses another).`
      : null,
  };
}

/** The Python of a virtual environment in the task's folder or one above it: it has what the task imports. */
function environmentAround(taskPath: string): string | null {
  for (let folder = dirname(taskPath); ; folder = dirname(folder)) {
    for (const name of ['.venv', 'venv']) {
      const python = join(folder, name, 'bin', 'python');
      if (existsSync(join(folder, name, 'pyvenv.cfg')) && existsSync(python)) return python;
    }
    if (folder === dirname(folder)) return null;
  }
}

/** Rejects with interpreter-unusable when `path` is no Python that runs. */
export async function requirePython(path: string): Promise<PythonRuntime> {
  const version = await askPython(path);
  if (version !== null) return { path, version };
  throw new CorelaneError(
    'interpreter-unusable',
    `${path} is not a Python that runs.`,
    'Give --python the path of a Python 3, or leave it out.',
  );
}
