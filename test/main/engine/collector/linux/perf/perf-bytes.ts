/** Records as the kernel writes them, for tests. */

export const switchedIn = 0;
export const switchedOut = 0x2000;
export const preemptedOut = 0x6000;
export const byExec = 0x2000;

export interface Where {
  readonly pid?: number;
  readonly tid?: number;
  /** Nanoseconds of the monotonic clock. */
  readonly time: bigint;
  readonly core?: number;
}

export const switchRecord = (misc: number, where: Where): Uint8Array => record(14, misc, [], where);

export const switchOnCore = (misc: number, otherTid: number, where: Where): Uint8Array =>
  record(15, misc, [otherTid, otherTid], where);

export const forkRecord = (
  [pid, parentPid, tid, parentTid]: readonly [number, number, number, number],
  where: Where,
): Uint8Array => record(7, 0, [pid, parentPid, tid, parentTid, ...halves(where.time)], where);

export const exitRecord = (pid: number, tid: number, where: Where): Uint8Array =>
  record(4, 0, [pid, 1, tid, 1, ...halves(where.time)], where);

export function nameRecord(misc: number, name: string, where: Where): Uint8Array {
  const text = new Uint8Array(Math.ceil((name.length + 1) / 8) * 8);
  new TextEncoder().encodeInto(name, text);
  return record(3, misc, [where.pid ?? 0, where.tid ?? 0, ...new Uint32Array(text.buffer)], where);
}

export const lostRecord = (count: number, where: Where): Uint8Array => record(2, 0, [7, 0, count, 0], where);

export const unknownRecord = (where: Where): Uint8Array => record(33, 0, [1, 2], where);

/** A sample of sched_waking with the fields where `waking` says. */
export function wakingRecord(wokenTid: number, core: number, flags: number, where: Where): Uint8Array {
  const fields = new Uint32Array(9);
  fields[0] = flags << 16;
  fields[6] = wokenTid;
  fields[8] = core;
  return bytesOf(9, 0, [...trailer(where), fields.byteLength + 4, ...fields, 0]);
}

export const waking = { id: 1, flagsOffset: 2, tidOffset: 24, coreOffset: 32 };

export function joined(records: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of records) {
    bytes.set(one, at);
    at += one.length;
  }
  return bytes;
}

const record = (type: number, misc: number, body: readonly number[], where: Where): Uint8Array =>
  bytesOf(type, misc, [...body, ...trailer(where)]);

const trailer = ({ pid = 0, tid = 0, time, core = 0 }: Where): number[] => [
  pid,
  tid,
  ...halves(time),
  core,
  0,
];

const halves = (value: bigint): [number, number] => [Number(value & 0xffff_ffffn), Number(value >> 32n)];

const bytesOf = (type: number, misc: number, words: readonly number[]): Uint8Array =>
  new Uint8Array(new Uint32Array([type, (((words.length + 2) * 4) << 16) | misc, ...words]).buffer);
