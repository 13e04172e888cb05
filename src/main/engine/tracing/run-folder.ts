import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pythonStart } from '../../../shared/python-start.ts';
import { untracedFile } from '../../../shared/trace-format.ts';

/** What a run's programs find on disk. What they record there is nobody's to read but this user's. */
export interface RunFolder {
  readonly path: string;
  /** In which trace files appear. */
  readonly traces: string;
  /** To be the first on PYTHONPATH; with what starts Pythons that ignore it, `pythonStart`. */
  readonly python: string;
  /** The module that Node is to load; null: there is none. */
  readonly node: string | null;
  /** Where hooks tell of processes that they cannot record. */
  readonly untraced: string;
}

const prefix = 'corelane-run-';
const compiledFolder = '__pycache__';

/** So old, and of an engine that is not there, a folder is nobody's any more. Its number may be another's, in a container. */
const leftAfterMs = 24 * 3_600_000;

/**
 * Makes the folder of a run in the system's temporary folder, and removes what engines that were killed left there long ago. `shim`: the
 * module that Python imports by itself, beside which `pythonStart` is; `home`: the folder of the package that it loads; `node`: the module that Node is to load, null for
 * none. @throws what the file system says.
 */
export function makeRunFolder(shim: string, home: string, node: string | null = null): RunFolder {
  removeLeftovers();
  const path = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  try {
    const traces = join(path, 'traces');
    const python = join(path, 'python');
    const untraced = join(path, untracedFile);
    mkdirSync(traces, { mode: 0o700 });
    mkdirSync(python);
    copyShim(shim, home, python);
    copyFileSync(join(dirname(shim), pythonStart), join(python, pythonStart));
    writeFileSync(join(python, 'corelane-run'), `${traces}\n${home}\n`, { mode: 0o600 });
    writeFileSync(untraced, '');
    const own = mayProgramsChangeUser() ? openToOthers({ path, python, untraced, node }) : node;
    return { path, traces, python, node: own, untraced };
  } catch (thrown) {
    removeRunFolder(path);
    throw thrown;
  }
}

/** Compiling it takes more time than all else that the hook does at the start, so what runs have compiled is kept in the home. */
function copyShim(shim: string, home: string, python: string): void {
  const copy = join(python, 'sitecustomize.py');
  copyFileSync(shim, copy);
  const { atime, mtime } = statSync(shim);
  // Python knows by this time that what was compiled is of this file.
  utimesSync(copy, atime, mtime);
  const compiled = join(home, compiledFolder);
  try {
    mkdirSync(compiled, { recursive: true, mode: 0o700 });
    symlinkSync(compiled, join(python, compiledFolder));
  } catch {
    // It may not be written, or there are no links: each run compiles its own.
  }
}

const mayProgramsChangeUser = (): boolean => process.getuid?.() === 0;

/**
 * Lets programs that changed their user load the hooks, which then find that they may not record, and say so. Node would not start if it
 * could not read the module: then it gets a copy. Gives where that is.
 */
function openToOthers({ path, python, untraced, node }: Omit<RunFolder, 'traces'>): string | null {
  chmodSync(path, 0o711);
  chmodSync(python, 0o755);
  for (const name of ['sitecustomize.py', pythonStart]) chmodSync(join(python, name), 0o644);
  chmodSync(untraced, 0o622);
  if (node === null || isReadableByAll(node)) return node;
  const copy = join(path, basename(node));
  copyFileSync(node, copy);
  chmodSync(copy, 0o644);
  return copy;
}

/** By the permissions of the file, and of all folders above it. */
function isReadableByAll(path: string): boolean {
  if ((statSync(path).mode & 0o004) === 0) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
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
