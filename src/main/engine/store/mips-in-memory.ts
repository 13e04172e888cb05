import { DatabaseSync } from 'node:sqlite';
import type { ViewportQuery } from '../../../shared/session.ts';
import type { ChunkStore } from './chunk-store.ts';
import { mipSchema } from './format.ts';
import { levelForPixel, mipGroups } from './mip-geometry.ts';
import { MipPages } from './mip-pages.ts';
import { insertMipGroups, MipSink, MipStore } from './mip-store.ts';
import { SliceMips } from './slice-mips.ts';

/** Fewer rows than that are quicker to read than to sum up. */
const quicklyRead = 100_000;

/**
 * Mips of slices for files that have none: of a recording that goes on, or was cut off. They are built when the first view asks for more
 * rows than can be read at once, and then follow what is stored.
 */
export class MipsInMemory {
  readonly #database = new DatabaseSync(':memory:');
  readonly #chunks: ChunkStore;
  readonly #mips: SliceMips;
  readonly #pages: MipPages;
  #finished = false;

  constructor(chunks: ChunkStore) {
    this.#database.exec(mipSchema);
    insertMipGroups(this.#database);
    this.#chunks = chunks;
    this.#mips = new SliceMips(new MipSink(this.#database));
    this.#pages = new MipPages(new MipStore(this.#database), chunks);
  }

  /** Whether a view of this file is to be answered from here. */
  static areNeeded(query: ViewportQuery, file: MipPages): boolean {
    const group = mipGroups[query.group];
    return (
      query.group !== 'tasks' &&
      file.store.settledNs(group) === -Infinity &&
      levelForPixel(group, (query.to - query.from) / query.width) >= 0 &&
      file.raw.rowsIn(query.group, query.from, query.to) > quicklyRead
    );
  }

  /** Pages of what is stored by now. `isOver`: nothing will be added any more. */
  pages(isOver: boolean): MipPages {
    if (this.#finished) return this.#pages;
    this.#database.exec('BEGIN');
    this.#mips.follow(this.#chunks);
    if (isOver) this.#mips.finish(this.#pages);
    this.#database.exec('COMMIT');
    this.#finished = isOver;
    this.#pages.store.forget();
    return this.#pages;
  }

  close(): void {
    this.#database.close();
  }
}
