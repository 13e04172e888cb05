import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  copyFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run's programs find on disk: its own folder, which only this user may enter. */
export interface RunFolder {
  readonly path: string;
  /** In which trace files appear. */
  readonly traces: string;
  /** To be the first on PYTHONPATH. */
  readonly python: string;
}

const prefix = 'corelane-run-';

/** So old, and of an engine that is not there, a folder is nobody's any more. Its number may be another's, in a container. */
const leftAfterMs = 24 * 3_600_000;

/**
 * Makes the folder of a run in the system's temporary folder, and removes what engines that were killed left there long ago. `shim`: the
 * module that Python imports by itself; `home`: the folder of the package that it loads. @throws what the file system says.
 */
export function makeRunFolder(shim: string, home: string): RunFolder {
  removeLeftovers();
  const path = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  try {
    const traces = join(path, 'traces');
    const python = join(path, 'python');
    mkdirSync(traces, { mode: 0o700 });
    mkdirSync(python, { mode: 0o700 });
    copyFileSync(shim, join(python, 'sitecustomize.py'));
    writeFileSync(join(python, 'corelane-run'), `${traces}\n${home}\n`, { mode: 0o600 });
    return { path, traces, python };
  } catch (thrown) {
    removeRunFolder(path);
    throw thrown;
  }
}

/** Never throws: what cannot be removed now is a leftover. */
export function removeRunFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 2 });
  } catch {
    // Something in it belongs to another user, or the disk fails.
  }
}

/** Whether the temporary folder has no room left for a trace. */
export function isTemporaryFolderFull(): boolean {
  try {
    const { bavail, bsize } = statfsSync(tmpdir());
    return bavail * bsize < 2 ** 20;
  } catch {
    return false;
  }
}

function removeLeftovers(): void {
  try {
    for (const name of readdirSync(tmpdir())) {
      const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
      if (Number.isNaN(pid)) continue;
      const path = join(tmpdir(), name);
      const { uid, mtimeMs } = statSync(path);
      if (uid !== process.getuid?.() || Date.now() - mtimeMs < leftAfterMs || isAlive(pid)) continue;
      removeRunFolder(path);
    }
  } catch {
    // Another was faster, or it may not be listed.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
