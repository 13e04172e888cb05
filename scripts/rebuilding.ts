import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';

/** What a rebuild changed, as far as something has to be started again for it. */
export type Rebuilt = 'host' | 'engine' | 'nothing';

const out = fileURLToPath(new URL('../out/', import.meta.url));
/** Names of chunks hold hashes of what is in them, so an entry differs whenever anything that it imports does. */
const entries = {
  host: ['main/browser-host.js', 'main/index.js', 'preload/index.cjs'],
  engine: ['main/engine-process.js', 'workers/collector.js', 'workers/store-writer.js', 'workers/queries.js'],
};

/** Builds each of `configs`, and again whenever a source changes. Resolves after the first builds. Gives the function that ends it. */
export async function keepBuilt(
  configs: readonly InlineConfig[],
  onRebuilt: (what: Rebuilt) => void,
): Promise<() => Promise<void>> {
  let before = { host: '', engine: '' };
  let isFirst = true;
  const built = (): void => {
    if (isFirst) return;
    const now = { host: textOf(entries.host), engine: textOf(entries.engine) };
    const what = now.host !== before.host ? 'host' : now.engine !== before.engine ? 'engine' : 'nothing';
    before = now;
    onRebuilt(what);
  };
  const ends: (() => Promise<void>)[] = [];
  for (const config of configs) ends.push(await watch(config, built));
  before = { host: textOf(entries.host), engine: textOf(entries.engine) };
  isFirst = false;
  return async () => void (await Promise.all(ends.map((end) => end())));
}

async function watch(config: InlineConfig, built: () => void): Promise<() => Promise<void>> {
  const watcher = await build({ ...config, build: { ...config.build, watch: {} } });
  if (!('on' in watcher)) throw new TypeError('Vite built once instead of watching');
  await new Promise<void>((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'BUNDLE_END' || event.code === 'ERROR') void event.result.close();
      // A source that cannot be built is reported by Vite; what was built before goes on.
      if (event.code === 'END') {
        resolve();
        built();
      }
    });
  });
  return () => watcher.close();
}

const textOf = (names: readonly string[]): string =>
  names.map((name) => readFileSync(`${out}${name}`, 'utf8')).join('\n');
