import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the browser host. Anything that runs on the machine, and every page that the user has open, can reach a port of
 * 127.0.0.1; whoever is let in can run code as the user. So a request passes only if it names the secret, names this
 * host and no other (a DNS name rebound to 127.0.0.1 does not), and does not come from another site's page.
 */

/** A new secret, fit for a URL: 192 bits. */
export const newSecret = (): string => randomBytes(24).toString('base64url');

/** What is let in, and to where: what follows the secret. A refusal says nothing but its status. */
export type Passage =
  | { readonly type: 'page'; readonly path: string }
  | { readonly type: 'refused'; readonly status: 400 | 403 | 404 | 405 };

export type HeaderLists = Readonly<Partial<Record<string, readonly string[]>>>;

/** What the gate looks at. `IncomingMessage` has it under the same names. */
export interface Knock {
  readonly method: string;
  /** As it stands in the request line. */
  readonly url: string;
  readonly headers: HeaderLists;
}

export const knockOf = ({ method, url, headersDistinct }: IncomingMessage): Knock => ({
  method: method ?? '',
  url: url ?? '',
  headers: headersDistinct,
});

/** `authority`: `127.0.0.1:PORT`. The order of the questions keeps what is told to strangers independent of the secret. */
export function judgeRequest(knock: Knock, authority: string, secret: string): Passage {
  const { method, url, headers } = knock;
  if (!isOnly(headers['host'], authority) || !isOwnSite(headers['sec-fetch-site'])) return refused(403);
  if (headers['origin'] !== undefined && !isOnly(headers['origin'], `http://${authority}`)) {
    return refused(403);
  }
  if (method !== 'GET' && method !== 'HEAD') return refused(405);
  // A body where none belongs is how one request is smuggled inside another.
  if (headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined) {
    return refused(400);
  }
  const path = afterSecret(url, secret);
  return path === null ? refused(404) : { type: 'page', path };
}

/** The same for a WebSocket: there `Origin` must be given, as browsers always do, and be this host's. */
export function judgeUpgrade(knock: Knock, authority: string, secret: string): boolean {
  if (!isOnly(knock.headers['origin'], `http://${authority}`)) return false;
  const passage = judgeRequest(knock, authority, secret);
  return passage.type === 'page' && passage.path === 'engine' && knock.method === 'GET';
}

/** Compares in a time that does not tell how much of it was right. */
export function isSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `/SECRET/assets/x.js` → `assets/x.js`; null: another secret, or none. */
function afterSecret(url: string, secret: string): string | null {
  if (!url.startsWith('/')) return null;
  const slash = url.indexOf('/', 1);
  if (slash === -1 || !isSecret(url.slice(1, slash), secret)) return null;
  return url.slice(slash + 1);
}

const refused = (status: 400 | 403 | 404 | 405): Passage => ({ type: 'refused', status });

const isOnly = (values: readonly string[] | undefined, value: string): boolean =>
  values?.length === 1 && values[0] === value;

/** Browsers say whose page asks; `none` is the user's own doing. What is no browser does not say it, and needs the secret all the same. */
const isOwnSite = (values: readonly string[] | undefined): boolean =>
  values === undefined || isOnly(values, 'same-origin') || isOnly(values, 'none');
