import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import type * as Koffi from 'koffi';
import { affinityMaskBytes, decodeAffinity, encodeAffinity } from '../../shared/affinity-mask.ts';
import { messageOf } from '../../shared/errors.ts';

/**
 * Which cores a thread may run on. The kernel keeps this per thread, also where the call says "pid": a
 * process is pinned by pinning each of its threads, and a new thread inherits from its creator.
 */
export interface Affinity {
  /** Null when the thread is pinned or has ended meanwhile; otherwise why it could not be pinned. */
  setThreadAffinity(tid: number, cores: readonly number[]): string | null;
  /** Pins every thread that the process has, and those that it starts while this runs. */
  setProcessAffinity(pid: number, cores: readonly number[]): string | null;
  /** The cores that the thread may run on; null when it has ended. */
  getAffinity(tid: number): readonly number[] | null;
}

const esrch = 3;
const einval = 22;

/** Binds the kernel's calls. That loads a native library (8 ms), so it happens here and not on import. */
export function loadAffinity(): Affinity | { readonly unavailable: string } {
  if (process.platform !== 'linux') {
    return { unavailable: `Pinning threads to cores needs Linux; this is ${process.platform}.` };
  }
  try {
    return bindAffinity();
  } catch (error) {
    return { unavailable: `The native library that pins threads cannot be loaded: ${messageOf(error)}.` };
  }
}

function bindAffinity(): Affinity {
  const koffi: typeof Koffi = createRequire(import.meta.url)('koffi');
  const libc = koffi.load(null);
  const schedSetAffinity = libc.func('int sched_setaffinity(int pid, size_t size, const uint8_t *mask)');
  const schedGetAffinity = libc.func('int sched_getaffinity(int pid, size_t size, _Out_ uint8_t *mask)');

  const setThreadAffinity = (tid: number, cores: readonly number[]): string | null => {
    if (schedSetAffinity(tid, affinityMaskBytes, encodeAffinity(cores)) === 0) return null;
    return refusal(koffi.errno(), tid, cores);
  };

  return {
    setThreadAffinity,
    setProcessAffinity(pid, cores) {
      const pinned = new Set<number>();
      for (;;) {
        // A thread that was not pinned yet may have started another since the listing.
        const fresh = threadsOf(pid).filter((tid) => !pinned.has(tid));
        if (fresh.length === 0) return null;
        for (const tid of fresh) {
          const reason = setThreadAffinity(tid, cores);
          if (reason !== null) return reason;
          pinned.add(tid);
        }
      }
    },
    getAffinity(tid) {
      const mask = new Uint8Array(affinityMaskBytes);
      return schedGetAffinity(tid, affinityMaskBytes, mask) === 0 ? decodeAffinity(mask) : null;
    },
  };
}

function threadsOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}

function refusal(errno: number, tid: number, cores: readonly number[]): string | null {
  if (errno === esrch) return null;
  const where = `Thread ${tid} cannot be pinned to core ${cores.join(', ')}`;
  if (errno === einval) return `${where}: none of these is a core that this process may use.`;
  return `${where}: the kernel refused with error ${errno}.`;
}
