import type { MessagePort } from 'node:worker_threads';
import type { SessionWriter } from '../../../shared/session.ts';
import type { PortMessage } from './port-message.ts';
import { postingOf } from './rows-message.ts';

/** The part of a SessionWriter that another thread has through a port. */
export interface PortWriter extends Pick<
  SessionWriter,
  'append' | 'addWorkers' | 'addThreads' | 'addProcesses' | 'addFailures' | 'addDetails'
> {
  /** Resolves when all that was posted so far is on disk, or the writer is gone. */
  flushed(): Promise<void>;
  /** Call last. Resolves when the writer has taken all that was posted, or is gone; the port is closed then. */
  end(): Promise<void>;
}

/** Wraps a port of `RecordingWriter.openPort` on the thread that received it. */
export function portWriter(port: MessagePort): PortWriter {
  const post = (message: PortMessage, transfer: ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);
  // Heard from the beginning: a writer that failed has gone long before `end`, and closed ports say so once.
  const closed = new Promise<void>((resolve) => port.once('close', () => resolve()));
  // Only the wait in `end` may keep the owner's thread alive.
  port.unref();
  return {
    append(stream, batch) {
      const { message, transfer } = postingOf(stream, batch);
      post(message, transfer);
    },
    addWorkers: (rows) => post({ kind: 'workers', rows }),
    addThreads: (rows) => post({ kind: 'threads', rows }),
    addProcesses: (rows) => post({ kind: 'processes', rows }),
    addFailures: (rows) => post({ kind: 'failures', rows }),
    addDetails: (of, rows) => post({ kind: 'details', of, rows }),
    async flushed() {
      const committed = new Promise<void>((resolve) => port.once('message', () => resolve()));
      post({ kind: 'commit' });
      await Promise.race([committed, closed]);
      port.unref();
    },
    end() {
      // No other answer is left to come.
      port.once('message', () => port.close());
      post({ kind: 'end' });
      return closed;
    },
  };
}
