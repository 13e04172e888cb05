import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../library/cache-folder.ts';

const packageName = 'corelane_hook';

/**
 * The folder from which traced Pythons load the hook's package: a copy of `built` in the user's cache, named by its content, where each Python
 * keeps its compiled modules. Where none can be made it is `built` itself, which costs each process the time to compile them.
 */
export function pythonHome(built: string): string {
  try {
    const source = join(built, packageName);
    const home = join(cacheFolder(), `python-hook-${digestOf(source)}`);
    if (!existsSync(join(home, packageName))) copyWhole(source, home);
    return home;
  } catch {
    return built;
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
