import { TraceReading } from '../../src/main/engine/tracing/trace-reading.ts';
import { batchOf } from '../../src/main/engine/tracing/row-buffer.ts';
import type { TraceSink } from '../../src/main/engine/tracing/task-rows.ts';
import type { DetailKind, DetailRows, StreamBatch, StreamName } from '../../src/shared/session.ts';

type Frame = DetailRows['frames'];

/** A sample with its stack, innermost first. */
export interface CpuSample {
  readonly pid: number;
  readonly tid: number;
  readonly time: number;
  readonly weightNs: number;
  readonly stack: readonly Frame[];
}

/** Takes of a trace what is of CPU samples. */
export class GatheredSamples implements TraceSink {
  readonly #frames = new Map<number, Frame>();
  readonly #stacks = new Map<number, DetailRows['stacks']>();
  readonly samples: CpuSample[] = [];

  append<N extends StreamName>(stream: N, batch: StreamBatch<N>): void {
    if (stream === 'samples') this.#add(batchOf('samples', { ...batch }));
  }

  #add({ time, pid, tid, stack, weight_ns: weight }: StreamBatch<'samples'>): void {
    for (const [row, at] of time.entries()) {
      this.samples.push({
        time: at,
        pid: pid[row] ?? 0,
        tid: tid[row] ?? 0,
        weightNs: weight[row] ?? 0,
        stack: this.#stack(stack[row] ?? 0),
      });
    }
  }

  addDetails<K extends DetailKind>(_kind: K, rows: readonly DetailRows[K][]): void {
    for (const row of rows) {
      if ('caller' in row) this.#stacks.set(row.number, row);
      else if ('file' in row) this.#frames.set(row.number, row);
    }
  }

  addWorkers(): void {}

  addFailures(): void {}

  /** @throws RangeError where a number stands for nothing: what rows refer to comes before them. */
  #stack(innermost: number): readonly Frame[] {
    const frames: Frame[] = [];
    for (let at: number | null = innermost; at !== null;) {
      const stack = this.#stacks.get(at);
      const frame = this.#frames.get(stack?.frame ?? 0);
      if (stack === undefined || frame === undefined) throw new RangeError(`There is no stack ${at}.`);
      frames.push(frame);
      at = stack.caller;
    }
    return frames;
  }
}

/** The CPU samples of a whole trace, when the program is over. */
export function cpuSamples(folder: string): readonly CpuSample[] {
  const gathered = new GatheredSamples();
  for (const _ of new TraceReading(folder, 0n, gathered).finish());
  return gathered.samples;
}

/** The time of the samples in whose stack a function of this name is. */
export const weightWithin = (samples: readonly CpuSample[], name: string): number =>
  samplesWithin(samples, name).reduce((sum, { weightNs }) => sum + weightNs, 0);

export const samplesWithin = (samples: readonly CpuSample[], name: string): readonly CpuSample[] =>
  samples.filter(({ stack }) => stack.some((frame) => frame.name === name));
