import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../library/cache-folder.ts';

const packageName = 'corelane_hook';
const prefix = 'python-hook-';
const unusedAfterMs = 30 * 24 * 3_600_000;

/**
 * The folder from which traced Pythons load the hook's package: a copy in the user's cache of that in `built`, named by the content of all in
 * there, where each Python keeps its compiled modules. Where none can be made it is `built` itself, which costs each process the time to
 * compile them.
 */
export function pythonHome(built: string): string {
  try {
    const source = join(built, packageName);
    const home = join(cacheFolder(), `${prefix}${digestOf(built)}`);
    if (!existsSync(join(home, packageName))) {
      copyWhole(source, home);
      removeUnused();
    }
    const now = new Date();
    utimesSync(home, now, now);
    return home;
  } catch {
    return built;
  }
}

/** Copies of other versions that no run used for a month. */
function removeUnused(): void {
  const folder = cacheFolder();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!name.startsWith(prefix) || Date.now() - statSync(path).mtimeMs < unusedAfterMs) continue;
    rmSync(path, { recursive: true, force: true });
  }
}

/** By renaming, so that nobody finds a part of it. */
function copyWhole(source: string, home: string): void {
  const fresh = `${home}.${process.pid}`;
  try {
    mkdirSync(fresh, { recursive: true, mode: 0o700 });
    cpSync(source, join(fresh, packageName), {
      recursive: true,
      filter: (path) => !path.endsWith('__pycache__'),
    });
    renameSync(fresh, home);
  } catch (thrown) {
    rmSync(fresh, { recursive: true, force: true });
    // Another engine made it meanwhile.
    if (!existsSync(join(home, packageName))) throw thrown;
  }
}

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of modulesIn(folder))
    hash
      .update(name)
      .update('\0')
      .update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

const modulesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .sort();
