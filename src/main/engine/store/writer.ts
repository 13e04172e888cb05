import { resolve } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { fromEnvelope } from '../../../shared/errors.ts';
import type { CorelaneError } from '../../../shared/errors.ts';
import type { SessionHeader, SessionWriter } from '../../../shared/session.ts';
import { claimPath, removeSession } from './claim-path.ts';
import { unwritable } from './disk-errors.ts';
import { noRows } from './format.ts';
import type { RowCounts, WriterEvent, WriterRequest, WriterStart } from './messages.ts';
import { postingOf } from './rows-message.ts';

/**
 * The engine's side of a recording. Batches are given away: `append` moves the buffers of the typed
 * arrays to the writer's thread, and the caller's arrays are empty afterwards. So batches own their
 * buffers (no view into a pooled Buffer, no array shared between batches).
 */
export interface RecordingWriter extends SessionWriter {
  /**
   * A port by which another thread appends without passing this one: post it there in a transfer list and
   * wrap it with `portWriter`. `finish` waits until it was ended or closed.
   */
  openPort(): MessagePort;
  /** Rows known to be on disk; follows the commits. */
  committed(): RowCounts;
  /** CPU time of the writer's thread as of its last commit, nanoseconds. */
  cost(): { readonly onCpuNs: number };
}

export interface CreateOptions {
  /** Built entry of the writer's thread. */
  readonly entry: URL;
  /** Overwrite a Corelane session at the path. Other files are never overwritten. */
  readonly replace?: boolean;
  /** Priority of the writer's thread, as `os.setPriority` takes it, where threads have one of their own; null: as the others'. */
  readonly priority?: number | null;
}

/** Starts a session file. Rejects with session-unwritable when it cannot be made there. */
export async function createSession(
  path: string,
  header: SessionHeader,
  options: CreateOptions,
): Promise<RecordingWriter> {
  const absolute = resolve(path);
  await claimPath(absolute, options.replace ?? false);
  const start: WriterStart = { path: absolute, header, priority: options.priority ?? null };
  const worker = new Worker(options.entry, { workerData: start, name: 'corelane-store' });
  const { promise: opened, resolve: onOpened, reject: onRefused } = Promise.withResolvers<undefined>();
  const { promise: failed, reject: onFailed } = Promise.withResolvers<never>();
  const { promise: finished, resolve: onFinished } = Promise.withResolvers<undefined>();
  // A failure also reaches callers through `opened` or `finish`; nobody has to listen here.
  failed.catch(() => undefined);
  let rows: RowCounts = noRows();
  let onCpuNs = 0;
  /** Calls of `flushed` that wait, by their numbers. */
  const flushes = new Map<number, () => void>();
  let lastFlush = 0;

  let ended = false;
  const fail = (error: CorelaneError): void => {
    if (ended) return;
    ended = true;
    onRefused(error);
    onFailed(error);
    void worker.terminate();
  };
  worker.on('message', (event: WriterEvent) => {
    switch (event.kind) {
      case 'opened':
        return onOpened(undefined);
      case 'committed':
        rows = event.rows;
        onCpuNs = event.onCpuNs;
        return;
      case 'flushed':
        flushes.get(event.flush)?.();
        flushes.delete(event.flush);
        return;
      case 'finished':
        rows = event.rows;
        ended = true;
        return onFinished(undefined);
      case 'failed':
        return fail(fromEnvelope(event.error));
    }
  });
  worker.on('error', (thrown) => fail(unwritable(absolute, thrown)));
  worker.on('exit', () => fail(unwritable(absolute, new Error('the writer ended'))));

  try {
    await opened;
  } catch (thrown) {
    await removeSession(absolute);
    throw thrown;
  }
  const post = (request: WriterRequest, transfer: (ArrayBuffer | MessagePort)[] = []): void =>
    worker.postMessage(request, transfer);
  return {
    path: absolute,
    failed,
    append(stream, batch) {
      const { message, transfer } = postingOf(stream, batch);
      post(message, transfer);
    },
    addWorkers: (workers) => post({ kind: 'workers', rows: workers }),
    addThreads: (threads) => post({ kind: 'threads', rows: threads }),
    addProcesses: (processes) => post({ kind: 'processes', rows: processes }),
    addFailures: (failures) => post({ kind: 'failures', rows: failures }),
    addDetails: (of, details) => post({ kind: 'details', of, rows: details }),
    addLogs: (logs) => post({ kind: 'logs', rows: logs }),
    setReport: (report) => post({ kind: 'report', report }),
    openPort() {
      const { port1, port2 } = new MessageChannel();
      post({ kind: 'port', port: port1 }, [port1]);
      return port2;
    },
    committed: () => rows,
    cost: () => ({ onCpuNs }),
    async flushed() {
      const flush = (lastFlush += 1);
      const { promise, resolve: onFlushed } = Promise.withResolvers<undefined>();
      flushes.set(flush, () => onFlushed(undefined));
      post({ kind: 'flush', flush });
      // A flush that `finish` overtook is not answered: then all is on disk anyway.
      await Promise.race([promise, finished, failed]);
    },
    async finish({ complete }) {
      post({ kind: 'finish', complete });
      await Promise.race([finished, failed]);
    },
  };
}
