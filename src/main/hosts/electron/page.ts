import { formatRoute, type Route } from '../../../shared/route.ts';
import type { AssetSource } from '../page/assets.ts';
import { builtPolicy, securityHeaders } from '../page/security-headers.ts';

export const pageScheme = 'corelane';

/** The one page that windows show: the built one, under a scheme of its own, or a development server's. */
export class AppPage {
  readonly #url: URL;

  constructor(developmentServer: string | undefined) {
    this.#url = new URL(developmentServer ?? `${pageScheme}://app/`);
  }

  at(route: Route): string {
    return new URL(formatRoute(route), this.#url).href;
  }

  isOwn(url: string): boolean {
    return URL.canParse(url) && withoutHash(new URL(url)) === withoutHash(this.#url);
  }
}

/** What the scheme answers: the files that were built, and nothing else. */
export async function answerWith(
  assets: AssetSource,
  { method, url }: Pick<Request, 'method' | 'url'>,
): Promise<Response> {
  const { host, pathname } = new URL(url);
  const asset = method === 'GET' && host === 'app' ? await assets.get(pathname.slice(1)) : null;
  if (asset === null) return new Response(null, { status: 404, headers });
  return new Response(new Uint8Array(asset.bytes), {
    headers: { ...headers, 'Content-Type': asset.contentType },
  });
}

const headers = securityHeaders(builtPolicy());
const withoutHash = (url: URL): string => url.href.replace(/#.*$/, '');
