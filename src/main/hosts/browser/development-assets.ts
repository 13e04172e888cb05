import type { Asset, AssetSource } from '../page/assets.ts';

/** The page as Vite's development server has it now, fetched on each request: the window reloads what changes. */
export class DevelopmentAssets implements AssetSource {
  readonly #server: URL;

  constructor(server: URL) {
    this.#server = server;
  }

  async get(path: string): Promise<Asset | null> {
    const target = new URL(`/${path}`, this.#server);
    // `//elsewhere/x` would name another server.
    if (target.origin !== this.#server.origin) return null;
    const answer = await fetch(target, { redirect: 'error' }).catch(() => null);
    if (answer === null || !answer.ok) return null;
    return {
      contentType: answer.headers.get('content-type') ?? 'application/octet-stream',
      bytes: new Uint8Array(await answer.arrayBuffer()),
      immutable: false,
    };
  }
}
