import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  headerOffsets,
  openStep,
  slotBytes,
  slotKinds,
  slotOffsets,
  stepBytes,
  taskStates,
  traceEndings,
  traceFormatVersion,
  tracedApis,
  type TaskState,
  type TracedApi,
} from '../../../../src/shared/trace-format.ts';

type Fields = Partial<Record<Exclude<keyof typeof slotOffsets, 'kind' | 'state' | 'api' | 'number'>, number>>;

export interface WrittenRecord extends Fields {
  readonly kind?: Exclude<keyof typeof slotKinds, 'header'>;
  readonly api?: TracedApi;
  readonly state?: TaskState;
  /** Instead of an API's, as spans have. */
  readonly code?: number;
}

const longs = new Set(['submit', 'start', 'end', 'result', 'cpu', 'key', 'argumentBytes', 'resultBytes']);
const floats = new Set(['argumentNs', 'resultNs', 'longest']);

/** Writes a trace as a hook does, record by record. Times are as given, so those of a test may be small numbers. */
export class WrittenTrace {
  readonly path: string;
  readonly #slots: number;
  #count = 1;
  #steps: number | null = null;
  #stepCount = 0;
  #lines = 0;
  readonly #slot = new DataView(new ArrayBuffer(slotBytes));

  constructor(folder: string, pid: number, { name = `python-${pid}-0`, start = 1, ppid = 1, tid = 0 } = {}) {
    this.path = join(folder, name);
    this.#slots = openSync(this.path + traceEndings.slots, 'wx');
    appendFileSync(this.path + traceEndings.strings, '');
    const program = this.string({
      runtime: 'CPython 3.12.1',
      executable: '/usr/bin/python3',
      argv: ['python3', 'x.py'],
    });
    const header = new DataView(new ArrayBuffer(slotBytes));
    header.setUint8(headerOffsets.kind, slotKinds.header);
    header.setUint8(headerOffsets.language, name.startsWith('python') ? 0 : 1);
    header.setUint8(headerOffsets.version, traceFormatVersion);
    header.setUint32(headerOffsets.pid, pid, true);
    header.setBigUint64(headerOffsets.start, BigInt(start), true);
    header.setUint32(headerOffsets.ppid, ppid, true);
    header.setUint32(headerOffsets.tid, tid, true);
    header.setUint32(headerOffsets.program, program, true);
    writeSync(this.#slots, new Uint8Array(header.buffer), 0, slotBytes, 0);
  }

  /** Gives the number of its line. */
  string(value: unknown): number {
    appendFileSync(this.path + traceEndings.strings, `${JSON.stringify(value)}\n`);
    return (this.#lines += 1);
  }

  /** Gives its number. */
  record(record: WrittenRecord): number {
    const number = this.#count++;
    this.change(number, record);
    return number;
  }

  /** Writes the record of this number anew. */
  change(
    number: number,
    { kind = 'task', api = 'threading.Thread', code, state = 'submitted', ...fields }: WrittenRecord,
  ): void {
    const slot = this.#slot;
    new Uint8Array(slot.buffer).fill(0);
    slot.setUint8(slotOffsets.kind, slotKinds[kind]);
    slot.setUint8(slotOffsets.state, taskStates.indexOf(state));
    slot.setUint8(slotOffsets.api, code ?? tracedApis.indexOf(api));
    slot.setUint32(slotOffsets.number, number, true);
    for (const [name, value] of Object.entries(fields)) setField(slot, name, value);
    writeSync(this.#slots, new Uint8Array(slot.buffer), 0, slotBytes, number * slotBytes);
  }

  /** Room that was made ahead, as hooks do. */
  makeRoom(records: number): void {
    writeSync(
      this.#slots,
      new Uint8Array(records * slotBytes),
      0,
      records * slotBytes,
      this.#count * slotBytes,
    );
  }

  /** One without an end is under way. Gives its number. */
  step(slot: number, start: number, end: number | null = null): number {
    const number = this.#stepCount++;
    this.changeStep(number, slot, start, end);
    return number;
  }

  changeStep(number: number, slot: number, start: number, end: number | null): void {
    this.#steps ??= openSync(this.path + traceEndings.steps, 'w');
    const step = new DataView(new ArrayBuffer(stepBytes));
    step.setUint32(0, slot, true);
    step.setUint32(4, end === null ? openStep : end - start, true);
    step.setBigUint64(8, BigInt(start), true);
    writeSync(this.#steps, new Uint8Array(step.buffer), 0, stepBytes, number * stepBytes);
  }

  drop(records: number): void {
    this.#putHeader(headerOffsets.dropped, records);
  }

  /** The process ended in an orderly way. */
  end(end: number): void {
    this.#putHeader(headerOffsets.end, end);
  }

  close(): void {
    closeSync(this.#slots);
    if (this.#steps !== null) closeSync(this.#steps);
  }

  #putHeader(offset: number, value: number): void {
    const bytes = new DataView(new ArrayBuffer(8));
    bytes.setBigUint64(0, BigInt(value), true);
    writeSync(this.#slots, new Uint8Array(bytes.buffer), 0, 8, offset);
  }
}

function setField(slot: DataView, name: string, value: number): void {
  const offset = new Map<string, number>(Object.entries(slotOffsets)).get(name);
  if (offset === undefined) throw new RangeError(`a record has no ${name}`);
  if (name === 'flags') slot.setUint8(offset, value);
  else if (longs.has(name)) slot.setBigUint64(offset, BigInt(value), true);
  else if (floats.has(name)) slot.setFloat32(offset, value, true);
  else slot.setUint32(offset, value, true);
}
