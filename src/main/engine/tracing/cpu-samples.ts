import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { samplingFile, traceEndings } from '../../../shared/trace-format.ts';
import { SampleFile } from './sample-file.ts';
import { SampleRows } from './sample-rows.ts';
import type { TraceHeader } from './slot-file.ts';
import type { ClockOrigin } from './slots.ts';
import type { TraceSink } from './task-rows.ts';
import type { TraceFiles } from './trace-folder.ts';
import { stackAt } from './trace-strings.ts';
import { idleName, parseV8Profile, type V8Profile } from './v8-profile.ts';

/** The samples of one process of Python, or thread of Node. */
interface Source {
  readonly look: (header: TraceHeader) => Iterable<void>;
  /** Whether any were there. */
  readonly hasAny: () => boolean;
  isOver: boolean;
}

/** Reads the CPU samples that hooks write, where a run asked for them. */
export class CpuSamples {
  readonly #folder: string;
  readonly #originNs: bigint;
  readonly #origin: ClockOrigin;
  readonly #rows: SampleRows;
  readonly #sources = new Map<TraceFiles, Source>();
  readonly #isWanted: boolean;

  constructor(folder: string, originNs: bigint, origin: ClockOrigin, sink: TraceSink) {
    this.#folder = folder;
    this.#originNs = originNs;
    this.#origin = origin;
    this.#rows = new SampleRows(sink);
    this.#isWanted = existsSync(join(folder, samplingFile));
  }

  /** Reads on, file by file and block by block. What a program writes before it says that it ends is read once more after that. */
  *look(all: readonly TraceFiles[]): Iterable<void> {
    if (!this.#isWanted) return;
    for (const files of all) {
      const { header } = files.slots;
      const source = this.#sourceOf(files);
      if (header === null || source.isOver) continue;
      source.isOver = files.slots.isOver;
      yield* source.look(header);
    }
    this.#rows.flush();
  }

  /** Rows that went into the session so far. */
  get handedOn(): number {
    return this.#rows.handedOn;
  }

  /** What is missing, as sentences, when all was read. */
  warnings(): readonly string[] {
    const silent = [...this.#sources].filter(
      ([{ slots }, source]) => slots.header?.language === 'node' && !source.hasAny(),
    );
    const ended = silent.filter(([{ slots }]) => !Number.isNaN(slots.header?.endNs));
    const killed = silent.length - ended.length;
    return [
      ...(ended.length === 0
        ? []
        : [
            `${threads(ended.length)} of Node took no CPU samples: their Node was built without its inspector, or there was no room for them. Use a Node that has it (node -p process.features.inspector).`,
          ]),
      ...(killed === 0
        ? []
        : [
            `${threads(killed)} of Node ended before their first CPU samples were written, which takes a second, or a message: their samples are missing.`,
          ]),
    ];
  }

  #sourceOf(files: TraceFiles): Source {
    const known = this.#sources.get(files);
    if (known !== undefined) return known;
    const path = join(this.#folder, files.name);
    const source = files.name.startsWith('python') ? this.#pythonSource(files, path) : this.#nodeSource(path);
    this.#sources.set(files, source);
    return source;
  }

  #pythonSource(files: TraceFiles, path: string): Source {
    const file = new SampleFile(path + traceEndings.samples, this.#origin);
    /** By the number of a stack's string: that of its row. */
    const stacks = new Map<number, number>([[0, 0]]);
    let hasAny = false;
    const rows = this.#rows;
    const stackOf = (string: number): number => {
      const known = stacks.get(string);
      if (known !== undefined) return known;
      const stack = stackAt(files.strings, string);
      // Callers are told of first, so a stack that is called by a later one is damaged.
      const isWhole = stack !== null && stack.caller < string;
      const row = isWhole
        ? rows.stack(rows.frame({ ...stack.frame, language: 'python' }), stackOf(stack.caller))
        : 0;
      stacks.set(string, row);
      return row;
    };
    return {
      look: ({ pid }) =>
        file.look((tid, string, time, weightNs) => {
          hasAny = true;
          const stack = stackOf(string);
          if (stack !== 0) rows.add(time, pid, tid, stack, weightNs);
        }),
      hasAny: () => hasAny,
      isOver: false,
    };
  }

  #nodeSource(path: string): Source {
    let read = 0;
    const takeNext = (): V8Profile | null => {
      const file = `${path}.${read + 1}${traceEndings.cpuProfile}`;
      if (!existsSync(file)) return null;
      read += 1;
      try {
        const profile = parseV8Profile(readFileSync(file, 'utf8'));
        // A long run would fill the disk with them.
        rmSync(file, { force: true });
        return profile;
      } catch {
        return null;
      }
    };
    const add = (profile: V8Profile, pid: number, tid: number): void => this.#addProfile(profile, pid, tid);
    return {
      *look({ pid, tid }) {
        for (let before = -1; before !== read;) {
          before = read;
          const profile = takeNext();
          if (profile !== null) add(profile, pid, tid ?? pid);
          yield;
        }
      },
      hasAny: () => read > 0,
      isOver: false,
    };
  }

  #addProfile({ nodes, nodeIds, timesUs, endUs }: V8Profile, pid: number, tid: number): void {
    const stacks = new Map<number, number>();
    for (const { id, frame, children } of nodes) {
      const caller = stacks.get(id) ?? 0;
      // Idle: no row stands for it.
      const isIdle = caller === 0 && frame?.name === idleName && frame.file === '';
      const stack = frame === null || isIdle ? caller : this.#rows.stack(this.#rows.frame(frame), caller);
      stacks.set(id, stack);
      for (const child of children) stacks.set(child, stack);
    }
    const origin = Number(this.#originNs % 1000n) / 1000;
    const originUs = Number(this.#originNs / 1000n);
    for (let sample = 0; sample < nodeIds.length; sample += 1) {
      const stack = stacks.get(nodeIds[sample] ?? 0) ?? 0;
      const at = timesUs[sample] ?? endUs;
      const weightUs = (timesUs[sample + 1] ?? endUs) - at;
      if (stack === 0 || weightUs <= 0) continue;
      this.#rows.add((at - originUs - origin) * 1e3, pid, tid, stack, weightUs * 1e3);
    }
  }
}

const threads = (count: number): string => (count === 1 ? '1 thread' : `${count} threads`);
