import process from 'node:process';
import koffi from 'koffi';
import { affinityMaskBytes, decodeAffinity, encodeAffinity } from '../../../../shared/affinity-mask.ts';

/** The few calls of Linux that Node does not offer. Each answers null or a negative error number instead of throwing. */

const libc = koffi.load(null);
const schedSetAffinity = libc.func('int sched_setaffinity(int pid, size_t size, const uint8_t *mask)');
const schedGetAffinity = libc.func('int sched_getaffinity(int pid, size_t size, _Out_ uint8_t *mask)');
const sysconf = libc.func('long sysconf(int name)');
const prctl = libc.func('int prctl(int option, size_t a, size_t b, size_t c, size_t d)');
const prctlOut = libc.func('prctl', 'int', [
  'int',
  koffi.out(koffi.pointer('int')),
  'size_t',
  'size_t',
  'size_t',
]);
const syscall = libc.func(
  'long syscall(long number, const uint8_t *attr, long pid, long cpu, long group, size_t flags)',
);

/** The cores that the calling thread may run on, ascending; null when the kernel does not say. */
export function ownAffinity(): readonly number[] | null {
  const mask = new Uint8Array(affinityMaskBytes);
  // Unlike the C library's wrapper of old, today's returns 0; the raw call would return the mask's length.
  return schedGetAffinity(0, affinityMaskBytes, mask) < 0 ? null : decodeAffinity(mask);
}

/** Pins the calling thread. Null when done, else the error number. */
export function pinOwnThread(cores: readonly number[]): number | null {
  return schedSetAffinity(0, affinityMaskBytes, encodeAffinity(cores)) === 0 ? null : koffi.errno();
}

export function pageSizeBytes(): number {
  const scPageSize = 30;
  const size: number = sysconf(scPageSize);
  return size > 0 ? size : 4096;
}

const prSetChildSubreaper = 36;
const prGetChildSubreaper = 37;

/** Whether orphans below this process become its children instead of init's; null: this kernel has no such thing. */
export function isSubreaper(): boolean | null {
  const out = [0];
  return prctlOut(prGetChildSubreaper, out, 0, 0, 0) === 0 ? out[0] !== 0 : null;
}

export const setSubreaper = (on: boolean): boolean => prctl(prSetChildSubreaper, on ? 1 : 0, 0, 0, 0) === 0;

const perfEventOpenNumber: Partial<Record<NodeJS.Architecture, number>> = { x64: 298, arm64: 241 };
const enosys = 38;
const perfFlagCloseOnExec = 8n;

/** The descriptor of an open event, or minus the kernel's error number. */
export function perfEventOpen(attr: Uint8Array, pid: number, cpu: number): number {
  const number = perfEventOpenNumber[process.arch];
  if (number === undefined) return -enosys;
  const descriptor: number = syscall(number, attr, pid, cpu, -1, perfFlagCloseOnExec);
  return descriptor < 0 ? -koffi.errno() : descriptor;
}
