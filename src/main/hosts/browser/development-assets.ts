import type { Asset, AssetSource } from '../page/assets.ts';

/** The page as Vite's development server has it now, fetched on each request: the window reloads what changes. */
export class DevelopmentAssets implements AssetSource {
  readonly #server: URL;

  constructor(server: URL) {
    this.#server = server;
  }

  async get(path: string): Promise<Asset | null> {
    const target = URL.parse(`/${path}`, this.#server.href);
    // `//elsewhere/x` would name another server.
    if (target?.origin !== this.#server.origin) return null;
    try {
      const answer = await fetch(target, { redirect: 'error' });
      if (!answer.ok) return null;
      return {
        contentType: answer.headers.get('content-type') ?? 'application/octet-stream',
        bytes: new Uint8Array(await answer.arrayBuffer()),
        immutable: false,
      };
    } catch {
      // The server was ended, or is being started again.
      return null;
    }
  }
}
