import type { StreamName } from '../../../shared/session.ts';
import { ChunkStore } from './chunk-store.ts';
import { noRows, streamLayouts, streamNames } from './format.ts';
import type { RecordedPart, RowCounts, RowsMessage, WriterStart } from './messages.ts';
import { MipBuilder } from './mip-builder.ts';
import { mipGroups } from './mip-geometry.ts';
import { MipPages } from './mip-pages.ts';
import { MipSink, MipStore } from './mip-store.ts';
import { Settling } from './settling.ts';
import { SliceMips } from './slice-mips.ts';
import { StreamTail } from './stream-tail.ts';
import { WriterDatabase } from './writer-database.ts';

type Content = Exclude<RecordedPart, RowsMessage>;

/** A session being written: takes what was recorded, and puts it on disk one commit at a time. */
export class Recording {
  readonly #database: WriterDatabase;
  readonly #tails = streamNames.map((name) => new StreamTail(streamLayouts[name]));
  readonly #sink: MipSink;
  readonly #taskMips: MipBuilder;
  #arrived: RowsMessage[] = [];
  #contents: Content[] = [];

  constructor({ path, header }: WriterStart) {
    this.#database = new WriterDatabase(path, header);
    this.#sink = new MipSink(this.#database.connection);
    this.#taskMips = new MipBuilder(new Settling(mipGroups.tasks), this.#sink);
  }

  take(part: RecordedPart): void {
    if (part.kind === 'rows') this.#arrived.push(part);
    else this.#contents.push(part);
  }

  get pending(): boolean {
    return this.#contents.length > 0 || this.#arrived.length > 0;
  }

  /** Puts everything taken so far on disk; when it throws, none of it is there and the recording is over. */
  commit(): void {
    this.#database.transaction(() => {
      this.#storeContents();
      this.#sortArrived();
      for (const tail of this.#tails) if (tail.pending) tail.store(this.#database);
      this.#taskMips.advance();
    });
  }

  /** The last commits: whole chunks, so that all that was recorded is safe; then all mips, and one file that stands alone. */
  finish(complete: boolean): void {
    this.#database.transaction(() => {
      this.#storeContents();
      this.#sortArrived();
      for (const tail of this.#tails) tail.store(this.#database, true);
    });
    this.#database.transaction(() => {
      this.#finishMips();
      if (complete) this.#database.setComplete();
    });
    this.#database.close();
  }

  #finishMips(): void {
    const { connection } = this.#database;
    const chunks = new ChunkStore(connection);
    const pages = new MipPages(new MipStore(connection), chunks);
    this.#taskMips.finish(pages);
    const slices = new SliceMips(this.#sink);
    slices.follow(chunks);
    slices.finish(pages);
  }

  /** Lets go of the file after a failure; what was committed stays for readers to recover. */
  abandon(): void {
    this.#database.connection.close();
  }

  /** Rows on disk after the last commit. */
  get rows(): RowCounts {
    const counts = noRows();
    for (const name of streamNames) counts[name] = this.#tail(name).rows;
    return counts;
  }

  #tail(name: StreamName): StreamTail {
    const tail = this.#tails[streamNames.indexOf(name)];
    if (tail === undefined) throw new RangeError(`there is no stream ${name}`);
    return tail;
  }

  #sortArrived(): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    for (const { stream, columns } of arrived) {
      this.#tail(stream).add(columns);
      if (stream === 'tasks') this.#taskMips.add(columns);
    }
  }

  #storeContents(): void {
    const contents = this.#contents;
    this.#contents = [];
    this.#database.insertLogs(contents.flatMap((content) => (content.kind === 'logs' ? content.rows : [])));
    for (const content of contents) this.#store(content);
  }

  #store(content: Content): void {
    switch (content.kind) {
      case 'workers':
        return this.#database.insertWorkers(content.rows);
      case 'threads':
        return this.#database.insertThreads(content.rows);
      case 'processes':
        return this.#database.insertProcesses(content.rows);
      case 'failures':
        return this.#database.insertFailures(content.rows);
      case 'details':
        return this.#database.insertDetails(content);
      case 'report':
        return this.#database.setDocument('report', content.report);
      case 'logs':
        // Stored together, one row per commit.
        return;
    }
  }
}
