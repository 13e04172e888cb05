import process from 'node:process';
import type { WaitState } from '../../../../../shared/session.ts';
import { type AddressRange, isWithin } from './interpreter-memory.ts';

/** The numbers of futex, futex_waitv and futex_wait; the last two are the same everywhere. */
const futexCalls: ReadonlySet<number> = new Set([process.arch === 'x64' ? 202 : 98, 449, 455]);

/**
 * What a thread was doing by its /proc/PID/task/TID/syscall: `running`, or the number of a system call and its arguments in hexadecimal.
 * The kernel says `running` of a thread that is ready for a core, too. A number of −1 is a wait outside of any call, such as for
 * a page of memory. Null: it is no such text.
 */
export function threadState(text: string, interpreter: readonly AddressRange[]): WaitState | null {
  if (text.startsWith('running')) return 'running';
  const call = Number.parseInt(text, 10);
  if (Number.isNaN(call)) return null;
  if (!futexCalls.has(call)) return 'io';
  const first = Number.parseInt(text.slice(text.indexOf(' ') + 1), 16);
  return isWithin(interpreter, first) ? 'gil' : 'lock';
}
