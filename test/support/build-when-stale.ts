import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

/** Builds what the tests start when a source is newer than the last build, so that `vitest run FILE` alone is right. */
export default function buildWhenStale(): void {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = globSync(['src/**/*.*', 'package.json', 'electron.vite.config.ts'], { cwd: root });
  const changed = sources.some((path) => {
    const found = statSync(`${root}/${path}`, { throwIfNoEntry: false });
    return found !== undefined && found.mtimeMs > builtAt;
  });
  if (changed) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
