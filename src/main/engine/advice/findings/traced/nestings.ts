import type { DetailRows } from '../../../../../shared/session.ts';
import type { NestingEvidence, PoolEvidence, ThreadWork } from './traced-evidence.ts';
import type { TracedParts } from './traced-parts.ts';

/** Finds the pools that tasks hand work to. Coroutines do not count as outer tasks: a loop is one thread, whatever it hands on. */
export class Nestings {
  readonly #inner = new Map<DetailRows['sites'], Map<number, PoolEvidence>>();
  readonly #pools: ReadonlyMap<number, PoolEvidence>;

  constructor(
    tasks: TracedParts,
    sites: ReadonlyMap<number, DetailRows['sites']>,
    pools: readonly PoolEvidence[],
  ) {
    this.#pools = new Map(pools.map((pool) => [pool.row.number, pool]));
    for (const [outer, inner] of tasks.pairs()) {
      const site = sites.get(outer);
      const pool = this.#pools.get(sites.get(inner)?.pool ?? Number.NaN);
      if (site === undefined || pool === undefined || site.api === 'asyncio.Task') continue;
      if (site.pool === pool.row.number) continue;
      const known = this.#inner.get(site) ?? new Map<number, PoolEvidence>();
      this.#inner.set(site, known.set(pool.row.number, pool));
    }
  }

  evidence(workOf: (inner: readonly PoolEvidence[]) => ThreadWork | null): readonly NestingEvidence[] {
    return [...this.#inner].map(([outer, inner]) => ({
      outer,
      outerPool: this.#pools.get(outer.pool ?? Number.NaN) ?? null,
      inner: [...inner.values()],
      work: workOf([...inner.values()]),
    }));
  }
}
