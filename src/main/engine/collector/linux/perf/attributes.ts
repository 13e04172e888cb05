import os from 'node:os';
import type { Bytes } from '../../../../../shared/units.ts';

/** What perf_event_open is asked for, and the ioctls of what it gives. From linux/perf_event.h; the same on every architecture. */

export const ioctlEnable = 0x2400;
export const ioctlDisable = 0x2401;
export const ioctlSetOutput = 0x2405;

const flag = (bit: number): number => 2 ** bit;
const disabled = flag(0);
const inherit = flag(1);
const excludeKernel = flag(5);
const excludeHypervisor = flag(6);
const comm = flag(9);
const task = flag(13);
const watermark = flag(14);
const sampleIdAll = flag(18);
const commExec = flag(24);
const useClockId = flag(25);
const contextSwitch = flag(26);

const every = disabled + excludeHypervisor + watermark + sampleIdAll + useClockId;
const switches = every + excludeKernel + comm + commExec + task + contextSwitch;

/**
 * Pid, tid, time and core, at the end of every record. No event asks for more, so that all records that share a ring can be read
 * without knowing whose they are.
 */
const sampleTidTimeCore = 0x86;
const sampleRaw = 0x400;
/** Reading an event tells, behind its count, how many of its records did not fit into the ring. Since Linux 6.0. */
const readLost = 0x10;
const typeSoftware = 1;
const typeTracepoint = 2;
const configDummy = 9;

/** Counts nothing; carries the records of switches, names, beginnings and ends. For every thread of a core, or one alone. */
export const switchEvent = (wakeAt: Bytes): Uint8Array =>
  attributes({ type: typeSoftware, config: configDummy, sample: sampleTidTimeCore, flags: switches, wakeAt });

/** The same for one thread, and all that it starts. */
export const inheritedSwitchEvent = (wakeAt: Bytes): Uint8Array =>
  attributes({
    type: typeSoftware,
    config: configDummy,
    sample: sampleTidTimeCore,
    flags: switches + inherit,
    wakeAt,
  });

/** A record with the tracepoint's own fields each time that it is passed. */
export const tracepointEvent = (id: number, wakeAt: Bytes): Uint8Array =>
  attributes({
    type: typeTracepoint,
    config: id,
    sample: sampleTidTimeCore + sampleRaw,
    flags: every,
    wakeAt,
    period: 1,
  });

/** How many switches of one thread, and of all that it starts, the kernel counts by itself; to check a recording by. */
export const switchCounter = (): Uint8Array =>
  attributes({ type: typeSoftware, config: 3, sample: 0, flags: inherit, wakeAt: null });

interface Wanted {
  readonly type: number;
  readonly config: number;
  readonly sample: number;
  readonly flags: number;
  /** The reader is woken each time that so much has been written; null: there is no ring. */
  readonly wakeAt: Bytes | null;
  readonly period?: number;
}

const readFormatAt = 32;

/** The same for kernels that do not tell what was lost otherwise than by records. */
export const withoutLostCount = (attr: Uint8Array): Uint8Array =>
  attr.slice().fill(0, readFormatAt, readFormatAt + 8);

/** A perf_event_attr. */
function attributes({ type, config, sample, flags, wakeAt, period }: Wanted): Uint8Array {
  const size = 112;
  const clockMonotonic = 1;
  const bytes = new Uint8Array(size);
  const attr = new DataView(bytes.buffer);
  const littleEndian = os.endianness() === 'LE';
  attr.setUint32(0, type, littleEndian);
  attr.setUint32(4, size, littleEndian);
  attr.setBigUint64(8, BigInt(config), littleEndian);
  attr.setBigUint64(16, BigInt(period ?? 0), littleEndian);
  attr.setBigUint64(24, BigInt(sample), littleEndian);
  if (wakeAt !== null) attr.setBigUint64(readFormatAt, BigInt(readLost), littleEndian);
  attr.setBigUint64(40, BigInt(flags), littleEndian);
  attr.setUint32(48, wakeAt ?? 0, littleEndian);
  attr.setInt32(92, flags >= useClockId ? clockMonotonic : 0, littleEndian);
  return bytes;
}
