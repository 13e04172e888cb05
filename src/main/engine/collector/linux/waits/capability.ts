import { spawn } from 'node:child_process';
import { DescriptorAllowance, ProcFile } from '../proc-file.ts';

/** Why it cannot be seen what threads of Python programs wait for, and what would allow it. */
export interface WaitsRefusal {
  readonly reason: string;
  readonly remedy: string;
}

/** This kernel does not tell it of anybody. */
export const notOffered: WaitsRefusal = {
  reason: 'This kernel does not tell which system call a thread is in (/proc/PID/task/TID/syscall).',
  remedy:
    'Use a kernel that does, as those of all common distributions do, outside of a sandbox that replaces /proc.',
};

const notAllowed: WaitsRefusal = {
  reason: 'The system does not let this user see which system calls the programs are in that it starts.',
  remedy:
    "Allow ptrace of one's own children (sysctl kernel.yama.ptrace_scope=1, or the container's profile), or run Corelane as root.",
};

/** Starts a program and looks at it, as a profile does. Null: nothing is in the way. */
export function tryWaits(): WaitsRefusal | null {
  const own = systemCallOf('thread-self');
  if (own === null) return notOffered;
  const child = spawn('/bin/sh', ['-c', 'read _'], { stdio: ['pipe', 'ignore', 'ignore'] });
  // Where there is no shell, nothing is known; what is here of one's own is all there is.
  child.on('error', () => undefined);
  const { pid } = child;
  if (pid === undefined) return null;
  try {
    return systemCallOf(`${pid}/task/${pid}`) === null ? notAllowed : null;
  } finally {
    child.kill('SIGKILL');
  }
}

function systemCallOf(thread: string): string | null {
  const file = new ProcFile(`/proc/${thread}/syscall`, new DescriptorAllowance(0));
  const text = file.read();
  return typeof text === 'string' && text !== '' ? text : null;
}
