import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { fanOut, mipGroups, pageNs } from './mip-geometry.ts';
import type { MipGroup } from './mip-geometry.ts';
import { bandOf, decodeBand, foldAll, PageBands, PageJoiner } from './mip-page.ts';
import type { PageRuns } from './mip-page.ts';
import type { Runs } from './runs.ts';

/** Decoded bands that are kept for the next query. */
const cachedBands = 512;

/**
 * The mip tables of a session file. A page is there when the group is settled beyond its end and it is no
 * gap; then bands that are not stored are bands in which nothing happened.
 */
export class MipStore {
  readonly #settled: StatementSync;
  readonly #gap: StatementSync;
  readonly #gaps: StatementSync;
  readonly #band: StatementSync;
  readonly #bands: StatementSync;
  readonly #version: StatementSync;
  readonly #cache = new Map<string, PageRuns>();
  #cachedVersion = -1;

  constructor(database: DatabaseSync) {
    this.#settled = database.prepare('SELECT settled_ns FROM mip_group WHERE grp = ? AND base_ns = ?');
    this.#gap = database.prepare('SELECT 1 FROM mip_gap WHERE grp = ? AND level = ? AND page = ?');
    this.#gaps = database.prepare(
      'SELECT page FROM mip_gap WHERE grp = ? AND level = ? AND page BETWEEN ? AND ? ORDER BY page',
    );
    this.#band = database.prepare(
      'SELECT data FROM mip WHERE grp = ? AND level = ? AND page = ? AND band = ?',
    );
    this.#bands = database.prepare('SELECT band FROM mip WHERE grp = ? AND level = ? AND page = ?');
    this.#version = database.prepare('PRAGMA data_version');
  }

  /**
   * Everything before this time is in the mips, but for the gaps. Mips on another grid than ours are as good as none: their pages
   * would be drawn at other times than those they tell of.
   */
  settledNs(group: MipGroup): number {
    const settled = this.#settled.get(group.id, group.baseNs)?.['settled_ns'];
    return typeof settled === 'number' ? settled : -Infinity;
  }

  has(group: MipGroup, level: number, page: number): boolean {
    if ((page + 1) * pageNs(group, level) > this.settledNs(group)) return false;
    return this.#gap.get(group.id, level, page) === undefined;
  }

  /** Pages of [first, last] that rows have reached too late; ascending. */
  gaps(group: MipGroup, level: number, first: number, last: number): number[] {
    return this.#gaps.all(group.id, level, first, last).map((row) => Number(row['page']));
  }

  /** What happened on `tracks` (null: on all) in a page that is there. */
  read(group: MipGroup, level: number, page: number, tracks: ReadonlySet<number> | null): PageRuns {
    const found = new Map<number, Runs>();
    const bands = tracks === null ? this.#storedBands(group, level, page) : new Set([...tracks].map(bandOf));
    for (const band of bands) {
      for (const [track, runs] of this.#readBand(group, level, page, band)) {
        if (tracks === null || tracks.has(track)) found.set(track, runs);
      }
    }
    return found;
  }

  /** Forgets cached pages when another connection has changed the file. */
  refresh(): void {
    const version = Number(this.#version.get()?.['data_version']);
    if (version !== this.#cachedVersion) this.forget();
    this.#cachedVersion = version;
  }

  /** Forgets cached pages when this connection has changed the tables. */
  forget(): void {
    this.#cache.clear();
  }

  #storedBands(group: MipGroup, level: number, page: number): number[] {
    return this.#bands.all(group.id, level, page).map((row) => Number(row['band']));
  }

  #readBand(group: MipGroup, level: number, page: number, band: number): PageRuns {
    const key = `${group.id}/${level}/${page}/${band}`;
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const data = this.#band.get(group.id, level, page, band)?.['data'];
    const runs: PageRuns =
      data instanceof Uint8Array ? decodeBand(page, band, new Uint8Array(data)) : new Map();
    this.#cache.set(key, runs);
    if (this.#cache.size > cachedBands) {
      for (const oldest of this.#cache.keys()) {
        this.#cache.delete(oldest);
        break;
      }
    }
    return runs;
  }
}

/** The groups of a session in which nothing has settled yet. */
export function insertMipGroups(database: DatabaseSync): void {
  const insert = database.prepare('INSERT INTO mip_group VALUES (?, ?, ?, ?)');
  for (const { id, name, baseNs } of Object.values(mipGroups)) insert.run(id, name, baseNs, -Infinity);
}

/** Writes mip pages; its calls belong inside the writer's transaction. */
export class MipSink {
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #insertGap: StatementSync;
  readonly #deleteGap: StatementSync;
  readonly #settle: StatementSync;
  readonly #bandsBelow: StatementSync;
  readonly #bandBelow: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT OR REPLACE INTO mip VALUES (?, ?, ?, ?, ?)');
    this.#delete = database.prepare('DELETE FROM mip WHERE grp = ? AND level = ? AND page = ?');
    this.#insertGap = database.prepare('INSERT OR IGNORE INTO mip_gap VALUES (?, ?, ?)');
    this.#deleteGap = database.prepare('DELETE FROM mip_gap WHERE grp = ? AND level = ? AND page = ?');
    this.#settle = database.prepare('UPDATE mip_group SET settled_ns = ? WHERE grp = ?');
    this.#bandsBelow = database.prepare(
      'SELECT band, page FROM mip WHERE grp = ? AND level = ? AND page BETWEEN ? AND ? ORDER BY band, page',
    );
    this.#bandBelow = database.prepare(
      'SELECT data FROM mip WHERE grp = ? AND level = ? AND page = ? AND band = ?',
    );
  }

  /** Takes what happened in pages of a level, track by track. */
  pages(group: MipGroup, level: number): PageBands {
    return new PageBands((page, band, data) => this.#insert.run(group.id, level, page, band, data));
  }

  /**
   * Makes a page of the four of the level below, which are right. From what is stored of these, band by band: in memory, the pages of a
   * recording with hundreds of thousands of threads would be gigabytes.
   */
  fold(group: MipGroup, level: number, page: number): void {
    const first = page * fanOut;
    const folded = this.pages(group, level);
    let open = Number.NaN;
    let joined = new PageJoiner();
    const finish = (): void => {
      for (const [track, runs] of [...joined.runs].sort(([a], [b]) => a - b)) folded.add(page, track, runs);
      joined = new PageJoiner();
    };
    for (const row of this.#bandsBelow.all(group.id, level - 1, first, first + fanOut - 1)) {
      const band = Number(row['band']);
      const child = Number(row['page']);
      if (band !== open) finish();
      open = band;
      const data = this.#bandBelow.get(group.id, level - 1, child, band)?.['data'];
      // Pages begin where buckets of the next level do: each is folded by itself.
      if (data instanceof Uint8Array) joined.add(foldAll(decodeBand(child, band, new Uint8Array(data))));
    }
    finish();
    folded.flush();
  }

  /** The page is wrong from now on: readers answer from its children or the rows. */
  drop(group: MipGroup, level: number, page: number): void {
    this.#delete.run(group.id, level, page);
    this.#insertGap.run(group.id, level, page);
  }

  /** The page is right again. */
  restored(group: MipGroup, level: number, page: number): void {
    this.#deleteGap.run(group.id, level, page);
  }

  settle(group: MipGroup, settledNs: number): void {
    this.#settle.run(settledNs, group.id);
  }
}
