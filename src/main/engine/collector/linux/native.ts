import os from 'node:os';
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
const close = libc.func('int close(int fd)');
const ioctl = libc.func('int ioctl(int fd, unsigned long request, long argument)');
const mmap = libc.func(
  'uintptr_t mmap(uintptr_t address, size_t length, int protection, int flags, int fd, int64_t offset)',
);
const munmap = libc.func('int munmap(uintptr_t address, size_t length)');
const memcpyFrom = libc.func('memcpy', 'uintptr_t', ['uint8_t *', 'uintptr_t', 'size_t']);
const memcpyTo = libc.func('memcpy', 'uintptr_t', ['uintptr_t', 'const uint8_t *', 'size_t']);

/** malloc_trim(3) of glibc; null: another C library, which has none. */
const mallocTrim = glibcOnly('int malloc_trim(size_t pad)');

function glibcOnly(signature: string): ((pad: number) => unknown) | null {
  try {
    return libc.func(signature);
  } catch {
    return null;
  }
}

/** Gives what the C library keeps of freed memory, of all threads, back to the system. */
export function trimHeap(): void {
  mallocTrim?.(0);
}

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

/** Numbers of system calls, by architecture; absent where nobody looked them up. */
const callNumbers: Partial<Record<NodeJS.Architecture, { perfEventOpen: number; membarrier: number }>> = {
  x64: { perfEventOpen: 298, membarrier: 324 },
  arm64: { perfEventOpen: 241, membarrier: 283 },
};
const { ENOSYS: enosys } = os.constants.errno;
const perfFlagCloseOnExec = 8n;

/**
 * The descriptor of an open event, or minus the kernel's error number. `tid` 0: the calling thread, -1: every thread of the core;
 * `core` -1: every core.
 */
export function perfEventOpen(attr: Uint8Array, tid: number, core: number): number {
  const number = callNumbers[process.arch]?.perfEventOpen;
  if (number === undefined) return -enosys;
  const descriptor: number = syscall(number, attr, tid, core, -1, perfFlagCloseOnExec);
  return descriptor < 0 ? -koffi.errno() : descriptor;
}

/** Closes what `perfEventOpen` opened. In a worker thread Node's own call warns of descriptors that it did not open. */
export const closeEvent = (descriptor: number): void => void close(descriptor);

/** Asks something of a descriptor's driver. Null when done, else the error number. */
export const control = (descriptor: number, request: number, argument: number): number | null =>
  ioctl(descriptor, request, argument) < 0 ? koffi.errno() : null;

/** Maps a descriptor's memory, to read and to write and shared with the kernel. The address, or minus the error number. */
export function mapShared(descriptor: number, bytes: number): number {
  const readAndWrite = 3;
  const shared = 1;
  const address: number | bigint = mmap(0, bytes, readAndWrite, shared, descriptor, 0);
  // A failure is all ones, which is too large for a number.
  return typeof address === 'bigint' ? -koffi.errno() : address;
}

export const unmap = (address: number, bytes: number): void => void munmap(address, bytes);

/** Copies memory at an address, which has to be mapped, into the beginning of an array that belongs to JavaScript. */
export const copyFrom = (address: number, target: Uint8Array, bytes: number): void =>
  void memcpyFrom(target, address, bytes);

/** Copies the beginning of an array to an address, which has to be mapped. */
export const copyTo = (address: number, source: Uint8Array, bytes: number): void =>
  void memcpyTo(address, source, bytes);

const membarrierPrivateExpedited = 8;
const membarrierRegisterPrivateExpedited = 16;

/**
 * Nothing that was read or written before moves behind it, and nothing after it before it. JavaScript has no fence for memory that
 * is not its own. An x64 processor keeps loads in order, and stores behind loads, by itself, which is all that a ring needs.
 */
export function orderMemory(): void {
  if (process.arch === 'x64') return;
  const number = callNumbers[process.arch]?.membarrier;
  if (number === undefined) return;
  if (syscall(number, null, membarrierPrivateExpedited, 0, 0, 0n) === 0) return;
  syscall(number, null, membarrierRegisterPrivateExpedited, 0, 0, 0n);
  syscall(number, null, membarrierPrivateExpedited, 0, 0, 0n);
}

/** Calls back on this thread's event loop whenever the descriptor becomes readable, until the watch is closed; holds no process up. */
export function watchReadable(descriptor: number, callback: () => void): Disposable {
  const handle = koffi.node.poll(descriptor, { readable: true }, callback);
  handle.unref();
  return { [Symbol.dispose]: () => handle.close() };
}
