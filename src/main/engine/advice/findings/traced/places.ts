import { basename } from 'node:path';
import type { DetailRows, TracedPlace } from '../../../../../shared/session.ts';
import { pythonApis, type TracedApi } from '../../../../../shared/trace-format.ts';
import type { Found } from '../evidence.ts';

/** How findings name code, pools and APIs: short in a sentence, in full among the figures. */

type Site = DetailRows['sites'];
type Pool = DetailRows['pools'];

const longestInTitle = 24;
const placesListed = 4;

/** `render`, the callable of a site. */
export const callableIn = ({ callable, api }: Site): string =>
  callable === null || callable.name === ''
    ? `a task of ${nameOfApi(api)}`
    : cut(withoutScope(callable.name));

/** ` at render.py:12`, where it is submitted; nothing, if that is not known. */
export const submittedAt = ({ submitted_at: place }: Site): string =>
  place === null ? '' : ` at ${shortPlace(place)}`;

/** ` (render.py:12)`, where its code begins; nothing, if that is not known. */
export const definedAt = ({ callable }: Site): string =>
  callable === null || callable.file === '' ? '' : ` (${shortPlace(callable)})`;

/** `render.py:12`. */
export const shortPlace = ({ file, line }: TracedPlace): string =>
  line > 0 ? `${cut(basename(file))}:${line}` : cut(basename(file));

/** Where to look, with folders; null: not known. */
export const wherePlace = (place: TracedPlace | null): string | null =>
  place === null || place.file === '' ? null : `${place.file}:${place.line}`;

/** What a finding says of the code that it is about. */
export const siteFigures = (
  site: Site | null,
): {
  readonly callable: string | null;
  readonly defined_at: string | null;
  readonly submitted_at: string | null;
} => ({
  callable: site?.callable?.name ?? null,
  defined_at: wherePlace(site?.callable ?? null),
  submitted_at: wherePlace(site?.submitted_at ?? null),
});

/** `ThreadPoolExecutor-0`; of a pool without a name, its API. */
export const nameOfPool = ({ name, api }: Pool): string => cut(name === '' ? nameOfApi(api) : name);

/** `concurrent.futures.ThreadPoolExecutor` → `ThreadPoolExecutor`. */
export const nameOfApi = (api: TracedApi): string => api.slice(api.lastIndexOf('.') + 1);

/** Whose tasks run in processes of their own. */
export const hasProcesses = (api: TracedApi): boolean => processApis.has(api);

export const isPython = (api: TracedApi): boolean => ofPython.has(api);

/** `main.<locals>.work` → `work`. */
const withoutScope = (name: string): string => name.slice(name.lastIndexOf('>.') + 1).replace(/^\./, '');

/** A name that a title has room for. */
export const cut = (name: string): string =>
  name.length > longestInTitle ? `${name.slice(0, longestInTitle - 1)}…` : name;

const processApis: ReadonlySet<TracedApi> = new Set<TracedApi>([
  'concurrent.futures.ProcessPoolExecutor',
  'multiprocessing.pool.Pool',
  'multiprocessing.Process',
  'loky',
  'joblib',
  'child_process',
  'cluster',
]);

const ofPython: ReadonlySet<TracedApi> = new Set<TracedApi>(pythonApis);

/** One place, or pool, with the problem that a rule looks for. */
export interface FoundAt {
  readonly found: Found;
  readonly where: string | null;
}

/** One finding for all places of a program that have the same problem: the worst, which names the others. */
export function worstOf(all: readonly FoundAt[]): Found | null {
  const [worst, ...others] = [...all].sort((a, b) => b.found.severity - a.found.severity);
  if (worst === undefined) return null;
  if (others.length === 0) return worst.found;
  const { finding, severity } = worst.found;
  const named = [...new Set(others.flatMap(({ where }) => (where === worst.where ? [] : (where ?? []))))];
  const also = named.slice(0, placesListed).join('; ');
  const more = others.length - Math.min(named.length, placesListed);
  const evidence = {
    ...finding.evidence,
    others: others.length,
    also_at: also === '' ? null : more > 0 ? `${also}; and ${more} more` : also,
  };
  return { severity, finding: { ...finding, evidence } };
}
