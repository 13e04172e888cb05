import { closeSync } from 'node:fs';
import os from 'node:os';
import { perfEventOpen } from './native.ts';

/** How far the kernel lets this process record switches: of its own tasks, or of the whole system too. */
export type PerfPermission = { readonly scope: 'system' | 'process' } | { readonly refusedWith: number };

/** Opens a switch-recording event and closes it again: settings only hint at what the kernel will allow. */
export function tryPerfEvents(): PerfPermission {
  const everyTask = -1;
  const calling = 0;
  const anyCore = -1;
  if (tryOpen(switchEvent(systemWideFlags), everyTask, 0) === null) return { scope: 'system' };
  const refusal = tryOpen(switchEvent(perTaskFlags), calling, anyCore);
  return refusal === null ? { scope: 'process' } : { refusedWith: refusal };
}

/** The error number, null when it could be opened. */
function tryOpen(attr: Uint8Array, pid: number, core: number): number | null {
  const descriptor = perfEventOpen(attr, pid, core);
  if (descriptor < 0) return -descriptor;
  closeSync(descriptor);
  return null;
}

const flag = (bit: number): number => 2 ** bit;
const inherit = flag(1);
const contextSwitch = flag(26);
/** disabled, exclude_kernel, exclude_hv, comm, task, sample_id_all, use_clockid. */
const commonFlags = flag(0) + flag(5) + flag(6) + flag(9) + flag(13) + flag(18) + flag(25);
const perTaskFlags = commonFlags + contextSwitch + inherit;
const systemWideFlags = commonFlags + contextSwitch;

/** A perf_event_attr: a dummy software event that carries switch records with pid, tid, time and core. */
function switchEvent(flags: number): Uint8Array {
  const size = 112;
  const typeSoftware = 1;
  const configDummy = 9n;
  const samplePidTimeCore = 0x86n;
  const clockMonotonic = 1;
  const bytes = new Uint8Array(size);
  const attr = new DataView(bytes.buffer);
  const littleEndian = os.endianness() === 'LE';
  attr.setUint32(0, typeSoftware, littleEndian);
  attr.setUint32(4, size, littleEndian);
  attr.setBigUint64(8, configDummy, littleEndian);
  attr.setBigUint64(24, samplePidTimeCore, littleEndian);
  attr.setBigUint64(40, BigInt(flags), littleEndian);
  attr.setInt32(92, clockMonotonic, littleEndian);
  return bytes;
}
