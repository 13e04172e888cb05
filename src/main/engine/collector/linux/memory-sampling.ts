import { parseResidentPages } from '../../../../shared/proc-format.ts';
import { type Bytes, type Nanoseconds, asBytes } from '../../../../shared/units.ts';
import { type MemorySample, memoryBatch } from '../sample-rows.ts';
import type { PortWriter } from '../../store/port-writer.ts';
import { type DescriptorAllowance, ProcFile, gone } from './proc-file.ts';
import type { ProcessTree } from './process-tree.ts';

/** The resident sets of a tree's processes. Pages that processes share are counted in each of them. */
export class MemorySampling {
  readonly #allowance: DescriptorAllowance;
  readonly #pageBytes: number;
  readonly #files = new Map<number, ProcFile>();
  #samples: MemorySample[] = [];
  #peak: Bytes | null = null;

  constructor(pageBytes: number, allowance: DescriptorAllowance) {
    this.#pageBytes = pageBytes;
    this.#allowance = allowance;
  }

  /** The largest sum so far; null before any process could be read. */
  get peak(): Bytes | null {
    return this.#peak;
  }

  /** Processes that have ended leave the tree here. */
  sample(tree: ProcessTree, nowNs: Nanoseconds): void {
    let sum = 0;
    for (const pid of tree.pids) {
      const rssBytes = this.#residentBytes(pid);
      if (rssBytes === null) {
        this.#forget(pid);
        tree.remove(pid);
        continue;
      }
      sum += rssBytes;
      this.#samples.push({ time: nowNs, pid, rssBytes });
    }
    if (sum > 0) this.#peak = asBytes(Math.max(this.#peak ?? 0, sum));
  }

  flush(writer: PortWriter): void {
    if (this.#samples.length === 0) return;
    writer.append('memory', memoryBatch(this.#samples));
    this.#samples = [];
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
  }

  /** Null when the process has ended; one that is just ending holds nothing. */
  #residentBytes(pid: number): number | null {
    let file = this.#files.get(pid);
    if (file === undefined) {
      file = new ProcFile(`/proc/${pid}/statm`, this.#allowance);
      this.#files.set(pid, file);
    }
    const text = file.read();
    if (text === gone) return null;
    return typeof text === 'string' ? (parseResidentPages(text) ?? 0) * this.#pageBytes : 0;
  }

  #forget(pid: number): void {
    this.#files.get(pid)?.close();
    this.#files.delete(pid);
  }
}
