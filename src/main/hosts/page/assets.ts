import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CorelaneError } from '../../../shared/errors.ts';

export interface Asset {
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Its name holds a hash of what is in it: it never changes. */
  readonly immutable: boolean;
}

/** Where the window's page and what it loads come from. */
export interface AssetSource {
  /** `path` as the browser asked for it, below the secret; '' is the page. Null: there is none. */
  get(path: string): Promise<Asset | null>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * The built renderer. Its files are listed once: a request chooses from the list, and no path that somebody asked for ever
 * reaches the file system.
 * @throws CorelaneError internal when there is none.
 */
export class BuiltAssets implements AssetSource {
  readonly #files: ReadonlyMap<string, string>;

  constructor(folder: string) {
    const names = globSync('**/*.*', { cwd: folder }).filter((name) => extname(name) in contentTypes);
    this.#files = new Map(names.map((name) => [name.replaceAll('\\', '/'), join(folder, name)]));
    if (this.#files.has('index.html')) return;
    throw new CorelaneError(
      'internal',
      `Corelane's window has not been built: ${join(folder, 'index.html')} is missing.`,
      "Run `npm run build` in Corelane's folder.",
    );
  }

  async get(path: string): Promise<Asset | null> {
    const name = path === '' ? 'index.html' : path;
    const file = this.#files.get(name);
    const contentType = contentTypes[extname(name)];
    if (file === undefined || contentType === undefined) return null;
    // A build may have replaced it meanwhile.
    const bytes = await readFile(file).catch(() => null);
    return bytes === null ? null : { contentType, bytes, immutable: name.startsWith('assets/') };
  }
}
