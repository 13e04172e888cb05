import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CorelaneError } from '../../../shared/errors.ts';

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
