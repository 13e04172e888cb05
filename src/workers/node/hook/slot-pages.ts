import { slotBytes } from '../../../shared/trace-format.ts';
import { files } from './files.ts';
import { OwnFile, readAndWrite, writeAll } from './own-file.ts';

const { readSync } = files;

const slotsPerPage = 32;
const pageBytes = slotsPerPage * slotBytes;
/** 1 MB: enough for what is under way at once in most programs; what is behind is read again. */
const mostPages = 256;

interface Page {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly floats: Float32Array;
  /** Slots of the page that the file does not have yet: from, and up to but without. */
  changedFrom: number;
  changedTo: number;
}

/**
 * The records of a `.slots` file, written through the pages that were used last. What is saved is in the kernel's hands: it survives the
 * process. A write is one system call (1.2 us) for as many neighbouring records as have changed, after one for all that tells whose the file is; memory stays bounded whatever is queued.
 */
export class SlotPages {
  private readonly file: OwnFile;
  private readonly pages = new Map<number, Page>();
  private recent: Page;
  private readonly changed = new Set<Page>();
  private slots = 0;
  /** Why a write failed, after which nothing can be added any more; null: none did. */
  refusal: unknown = null;

  /** Throws when the file is there already or cannot be made. */
  constructor(path: string) {
    this.file = new OwnFile(path, readAndWrite);
    this.recent = newPage(0);
    this.pages.set(0, this.recent);
  }

  get hasChanged(): boolean {
    return this.changed.size > 0;
  }

  /** The number of a new record, all zero. */
  add(): number {
    const slot = this.slots;
    this.slots += 1;
    return slot;
  }

  setByte(slot: number, offset: number, value: number): void {
    this.changing(slot).bytes[(slot % slotsPerPage) * slotBytes + offset] = value;
  }

  setWord(slot: number, offset: number, value: number): void {
    this.changing(slot).words[((slot % slotsPerPage) * slotBytes + offset) >> 2] = value;
  }

  setLong(slot: number, offset: number, value: number): void {
    const at = ((slot % slotsPerPage) * slotBytes + offset) >> 2;
    const { words } = this.changing(slot);
    const low = value % upper;
    words[at] = low;
    words[at + 1] = (value - low) / upper;
  }

  setFloat(slot: number, offset: number, value: number): void {
    this.changing(slot).floats[((slot % slotsPerPage) * slotBytes + offset) >> 2] = value;
  }

  word(slot: number, offset: number): number {
    return this.page(slot).words[((slot % slotsPerPage) * slotBytes + offset) >> 2] ?? 0;
  }

  /** Writes all that has changed. `isChecked`: nothing of the program has run in this thread since the last time. */
  save(isChecked = false): void {
    if (this.changed.size === 0) return;
    try {
      const descriptor = isChecked ? this.file.checked : this.file.own();
      for (const page of this.changed) writePage(descriptor, page);
    } catch (error) {
      this.refusal = error;
    }
    this.changed.clear();
  }

  private changing(slot: number): Page {
    const page = this.page(slot);
    const at = slot % slotsPerPage;
    if (page.changedTo === 0) {
      this.changed.add(page);
      page.changedFrom = at;
      page.changedTo = at + 1;
    } else if (at < page.changedFrom) page.changedFrom = at;
    else if (at >= page.changedTo) page.changedTo = at + 1;
    return page;
  }

  private page(slot: number): Page {
    const index = Math.floor(slot / slotsPerPage);
    if (this.recent.index === index) return this.recent;
    let page = this.pages.get(index);
    if (page === undefined) {
      if (this.pages.size >= mostPages) this.dropOldest();
      page = newPage(index);
      this.read(page);
      this.pages.set(index, page);
    }
    this.recent = page;
    return page;
  }

  private dropOldest(): void {
    for (const [index, page] of this.pages) {
      if (this.changed.has(page)) this.save();
      this.pages.delete(index);
      return;
    }
  }

  /** As far as it is in the file, which it is when it has been here before. */
  private read(page: Page): void {
    if (page.index * slotsPerPage >= this.slots) return;
    try {
      readSync(this.file.own(), page.bytes, 0, pageBytes, page.index * pageBytes);
    } catch (error) {
      this.refusal = error;
    }
  }
}

function writePage(descriptor: number, page: Page): void {
  const from = page.changedFrom * slotBytes;
  const bytes = page.changedTo * slotBytes - from;
  page.changedFrom = 0;
  page.changedTo = 0;
  writeAll(descriptor, page.bytes, from, bytes, page.index * pageBytes + from);
}

const upper = 0x1_0000_0000;

function newPage(index: number): Page {
  const buffer = new ArrayBuffer(pageBytes);
  return {
    index,
    bytes: new Uint8Array(buffer),
    words: new Uint32Array(buffer),
    floats: new Float32Array(buffer),
    changedFrom: 0,
    changedTo: 0,
  };
}
