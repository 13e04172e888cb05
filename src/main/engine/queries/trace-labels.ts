import type { TracedApi } from '../../../shared/trace-format.ts';
import type { TracedPlace } from '../../../shared/session.ts';
import type { SessionTraces, SiteRow } from './session-traces.ts';

/** What people call tasks by, as numbers that are compared and looked up a million times. */

/** The place of each task's text in the order of all texts; NaN: it has none. */
export type Rank = (row: number) => number;

/** By name: a task's own, else its callable's. */
export function rankByName({ texts, sites, rows }: SessionTraces): Rank {
  const rank = ranksOf([
    ...texts.values(),
    ...Array.from(sites.values(), ({ callable }) => callable?.name ?? ''),
  ]);
  const ofTexts = byNumber([...texts].map(([number, text]) => [number, rank(text)]));
  const ofSites = byNumber([...sites].map(([number, { callable }]) => [number, rank(callable?.name ?? '')]));
  return (row) => {
    const own = ofTexts[rows.name[row] ?? 0];
    return own === undefined || Number.isNaN(own) ? (ofSites[rows.site[row] ?? 0] ?? Number.NaN) : own;
  };
}

export const rankByApi = (traces: SessionTraces): Rank => rankBySite(traces, ({ api }) => api);

/** By the callable's name, and where several are called the same by where they are. */
export const rankByCallable = (traces: SessionTraces): Rank =>
  rankBySite(traces, ({ callable }) => (callable === null ? '' : placeText(callable)));

/** Lines as digits of one length, so that they sort as numbers. */
const placeText = ({ name, file, line }: TracedPlace): string =>
  `${name}\0${file}\0${String(line).padStart(10, '0')}`;

function rankBySite({ sites, siteOf }: SessionTraces, textOf: (site: SiteRow) => string): Rank {
  const rank = ranksOf(Array.from(sites.values(), textOf));
  const ofSites = byNumber([...sites].map(([number, site]) => [number, rank(textOf(site))]));
  return (row) => ofSites[siteOf[row] ?? 0] ?? Number.NaN;
}

/** An empty text is none. */
function ranksOf(texts: Iterable<string>): (text: string) => number {
  const ordered = [...new Set(texts)].toSorted((a, b) => (a < b ? -1 : 1));
  const ranks = new Map(ordered.map((text, rank) => [text, text === '' ? Number.NaN : rank]));
  return (text) => ranks.get(text) ?? Number.NaN;
}

/** Which tasks went to an API. */
export function isOfApi({ sites, siteOf }: SessionTraces, api: TracedApi): (row: number) => boolean {
  const wanted = flagged([...sites.values()].filter((site) => site.api === api).map(({ number }) => number));
  return (row) => wanted[siteOf[row] ?? 0] === 1;
}

/** Which tasks have this text (of small letters) in a name, a callable, a file, an API, a pool, or in what they failed with. */
export function mentions(traces: SessionTraces, text: string): (row: number) => boolean {
  const { sites, texts, pools } = traces;
  const has = (value: string | undefined): boolean => value?.toLowerCase().includes(text) ?? false;
  const ofSites = flagged(
    [...sites.values()]
      .filter(
        ({ api, callable, submitted_at, pool }) =>
          has(api) ||
          has(callable?.name) ||
          has(callable?.file) ||
          has(submitted_at?.file) ||
          (pool !== null && has(pools.get(pool)?.name)),
      )
      .map(({ number }) => number),
  );
  const ofTexts = flagged([...texts].filter(([, value]) => has(value)).map(([number]) => number));
  const { siteOf } = traces;
  if (!ofTexts.includes(1)) return (row) => ofSites[siteOf[row] ?? 0] === 1;
  const { rows } = traces;
  return (row) =>
    ofSites[siteOf[row] ?? 0] === 1 ||
    ofTexts[rows.name[row] ?? 0] === 1 ||
    ofTexts[rows.error[row] ?? 0] === 1;
}

function byNumber(values: readonly (readonly [number, number])[]): Float64Array {
  const size = values.reduce((most, [number]) => Math.max(most, number + 1), 0);
  const column = new Float64Array(size).fill(Number.NaN);
  for (const [number, value] of values) column[number] = value;
  return column;
}

/** A 1 at each of the numbers: looked up a million times, where a Set takes ten times as long. */
export function flagged(numbers: readonly number[]): Uint8Array {
  const marked = new Uint8Array(numbers.reduce((size, number) => Math.max(size, number + 1), 0));
  for (const number of numbers) marked[number] = 1;
  return marked;
}
