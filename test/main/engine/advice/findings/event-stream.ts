import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { SchedulingEvents } from '../../../../../src/main/engine/collector/scheduling-events.ts';

/** What the kernel told of one run: as it is recorded, and as it lies in test/fixtures/findings, a zstd frame of JSON. */
export interface EventStream {
  readonly mode: 'system' | 'process';
  /** The command's process. */
  readonly root: number;
  readonly cores: readonly number[];
  /** From here to there the command ran. */
  readonly from: number;
  readonly to: number;
  readonly kind: readonly number[];
  readonly time: readonly number[];
  readonly core: readonly number[];
  readonly tid: readonly number[];
  readonly pid: readonly number[];
  readonly other: readonly number[];
  readonly otherPid: readonly number[];
  /** Row and name. */
  readonly names: readonly (readonly [number, string])[];
}

type Columns = Omit<EventStream, 'mode' | 'root' | 'cores' | 'from' | 'to'>;

/** Collects the batches of a recording. */
export class EventCollection {
  readonly #columns = {
    kind: new Array<number>(),
    time: new Array<number>(),
    core: new Array<number>(),
    tid: new Array<number>(),
    pid: new Array<number>(),
    other: new Array<number>(),
    otherPid: new Array<number>(),
    names: new Array<readonly [number, string]>(),
  };

  take(batch: SchedulingEvents): void {
    const { kind, time, core, tid, pid, other, otherPid, names } = this.#columns;
    for (const [row, name] of batch.names) names.push([time.length + row, name]);
    for (let row = 0; row < batch.length; row += 1) {
      kind.push(batch.kind[row] ?? 0);
      time.push(batch.time[row] ?? 0);
      core.push(batch.core[row] ?? 0);
      tid.push(batch.tid[row] ?? 0);
      pid.push(batch.pid[row] ?? 0);
      other.push(batch.other[row] ?? 0);
      otherPid.push(batch.otherPid[row] ?? 0);
    }
  }

  get columns(): Columns {
    return this.#columns;
  }
}

/** The stream as the recorder would hand it over. */
export const eventsOf = (stream: EventStream): SchedulingEvents => ({
  length: stream.time.length,
  kind: Uint8Array.from(stream.kind),
  time: Float64Array.from(stream.time),
  core: Uint16Array.from(stream.core),
  tid: Uint32Array.from(stream.tid),
  pid: Uint32Array.from(stream.pid),
  other: Uint32Array.from(stream.other),
  otherPid: Uint32Array.from(stream.otherPid),
  names: new Map(stream.names),
});

/** Times as differences, which take little room. */
export function packStream(stream: EventStream): Buffer {
  const time = stream.time.map((value, row) => value - (stream.time[row - 1] ?? 0));
  return zstdCompressSync(JSON.stringify({ ...stream, time }));
}

export function unpackStream(packed: Buffer): EventStream {
  const stream: EventStream = JSON.parse(zstdDecompressSync(packed).toString());
  let now = 0;
  return { ...stream, time: stream.time.map((difference) => (now += difference)) };
}
