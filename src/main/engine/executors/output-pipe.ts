import { Socket } from 'node:net';
import koffi from 'koffi';

/** The two ends of what a process prints. */
export interface OutputPipe {
  readonly reader: Socket;
  /** To be given to the process that is started. */
  readonly writeFd: number;
  /** Lets go of `writeFd` here, so that the pipe ends when nobody else holds it. */
  closeWriteFd(): void;
}

const closeOnExec = 0o2000000;

/**
 * A pipe, as a shell makes them; null where none can be made. Node makes sockets of its children's pipes, which a program cannot
 * open by name: `echo … > /dev/stderr` fails on one.
 */
export function openOutputPipe(): OutputPipe | null {
  if (process.platform !== 'linux') return null;
  try {
    const libc = koffi.load(null);
    const pipe2 = libc.func('int pipe2(_Out_ int *ends, int flags)');
    // Node's own would warn of a descriptor that Node has not opened.
    const close = libc.func('int close(int fd)');
    const ends = [0, 0];
    if (pipe2(ends, closeOnExec) !== 0) return null;
    const [readFd = 0, writeFd = 0] = ends;
    const reader = new Socket({ fd: readFd, readable: true, writable: false });
    return { reader, writeFd, closeWriteFd: () => void close(writeFd) };
  } catch {
    // Without the native library a socket has to do.
    return null;
  }
}
