import { parseResidentPages } from '../../../../shared/proc-format.ts';
import { type Bytes, type Nanoseconds, asBytes } from '../../../../shared/units.ts';
import { type MemorySample, memoryBatch } from '../sample-rows.ts';
import type { PortWriter } from '../../store/port-writer.ts';
import { type DescriptorAllowance, ProcFile } from './proc-file.ts';

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

  sample(pids: Iterable<number>, nowNs: Nanoseconds): void {
    let sum = 0;
    for (const pid of pids) {
      const rssBytes = this.#residentBytes(pid);
      // A process that has ended, or is ending, holds nothing.
      if (rssBytes === 0) continue;
      sum += rssBytes;
      this.#samples.push({ time: nowNs, pid, rssBytes });
    }
    if (sum > 0) this.#peak = asBytes(Math.max(this.#peak ?? 0, sum));
  }

  forget(pid: number): void {
    this.#files.get(pid)?.close();
    this.#files.delete(pid);
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

  #residentBytes(pid: number): number {
    let file = this.#files.get(pid);
    if (file === undefined) {
      file = new ProcFile(`/proc/${pid}/statm`, this.#allowance);
      this.#files.set(pid, file);
    }
    const text = file.read();
    return typeof text === 'string' ? (parseResidentPages(text) ?? 0) * this.#pageBytes : 0;
  }
}
