import type { ChunkStore } from './chunk-store.ts';
import type { Columns } from './columns.ts';
import { streamLayouts } from './format.ts';
import { MipBuilder } from './mip-builder.ts';
import { mipGroups } from './mip-geometry.ts';
import type { MipPages } from './mip-pages.ts';
import type { MipSink } from './mip-store.ts';
import { Settling } from './settling.ts';

/** The columns that tell when and where slices were. */
const wanted: ReadonlySet<string> = new Set(['ready', 'start', 'end', 'core', 'thread']);

/**
 * The mips of slices, from the stored rows: while a recording goes on nobody draws them, and it must disturb what it measures as little
 * as possible. One pass over the chunks serves all groups; in memory are a chunk and the intervals whose pages have not settled.
 */
export class SliceMips {
  readonly #builders: readonly MipBuilder[];
  /** Rows taken in. */
  rows = 0;

  constructor(sink: MipSink) {
    const groups = [mipGroups.cores, mipGroups.threads, mipGroups.delays];
    this.#builders = groups.map((group) => new MipBuilder(new Settling(group), sink));
  }

  /** Takes in the rows that were stored since the last time, in order of arrival. */
  follow(chunks: ChunkStore): void {
    for (const columns of chunks.rowsFrom(streamLayouts.slices, this.rows, wanted)) this.#add(columns);
  }

  /** No more rows come. */
  finish(pages: MipPages): void {
    for (const builder of this.#builders) builder.finish(pages);
  }

  #add(columns: Columns): void {
    for (const builder of this.#builders) {
      builder.add(columns);
      builder.advance();
    }
    this.rows += columns['start']?.length ?? 0;
  }
}
