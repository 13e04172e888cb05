import type { TimeRange } from './viewport.ts';

/** A task or a slice on its row. */
export interface Stay {
  readonly startNs: number;
  readonly endNs: number;
  /** Tells stays apart that begin at one moment; of slices, which never do, 0. */
  readonly index: number;
}

/** What touches a range on one row, in order; null: around it there is too much to be told one by one. */
export type AskRow<B extends Stay> = (range: TimeRange) => Promise<readonly B[] | null>;

export type Direction = 'previous' | 'next';

/** How far to look first, and how often to look further: each look sees thousands. */
const firstStepNs = 50_000;
const mostSteps = 1000;

/**
 * The stay before or after one on its row; null: there is none. Looks in windows that grow while they come back without one and
 * shrink while they hold too many to be told one by one, so it takes few questions however dense the row's group is.
 */
export async function neighbourOf<B extends Stay>(
  ask: AskRow<B>,
  from: Pick<Stay, 'index' | 'startNs'>,
  direction: Direction,
  extent: TimeRange,
): Promise<B | null> {
  const sign = direction === 'next' ? 1 : -1;
  const isBeyond = (bar: B) => sign * (bar.startNs - from.startNs || bar.index - from.index) > 0;
  let edgeNs = from.startNs;
  let stepNs = firstStepNs;
  /** Carefully, once it has been too many. */
  let growth = 4;
  for (let step = 0; step < mostSteps; step += 1) {
    const otherNs = edgeNs + sign * stepNs;
    const range = { fromNs: Math.min(edgeNs, otherNs), toNs: Math.max(edgeNs, otherNs) };
    const there = await ask(range);
    if (there === null) {
      stepNs /= 4;
      growth = 1.25;
      continue;
    }
    const found = there.filter(isBeyond);
    const nearest = direction === 'next' ? found[0] : found.at(-1);
    if (nearest !== undefined) return nearest;
    if (otherNs < extent.fromNs || otherNs > extent.toNs) return null;
    edgeNs = otherNs;
    stepNs *= growth;
  }
  return null;
}

/** The stay on a row at a moment, or else the one nearest to it. */
export async function nearestOnRow<B extends Stay>(
  ask: AskRow<B>,
  atNs: number,
  extent: TimeRange,
): Promise<B | null> {
  const there = await ask({ fromNs: atNs, toNs: atNs });
  const held = there?.find(({ startNs, endNs }) => startNs <= atNs && endNs >= atNs);
  if (held !== undefined) return held;
  const nowhere = { index: -1, startNs: atNs };
  const [before, after] = await Promise.all([
    neighbourOf(ask, nowhere, 'previous', extent),
    neighbourOf(ask, nowhere, 'next', extent),
  ]);
  if (before === null || after === null) return before ?? after;
  return atNs - before.endNs < after.startNs - atNs ? before : after;
}
