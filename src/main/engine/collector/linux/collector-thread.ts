import type { Worker } from 'node:worker_threads';
import { CorelaneError, messageOf } from '../../../../shared/errors.ts';
import type { CollectorOptions } from '../collector.ts';
import type { CollectorReply, CollectorRequest } from '../messages.ts';

type ReplyOf<K extends CollectorReply['kind']> = Extract<CollectorReply, { readonly kind: K }>;

interface Waiting {
  readonly accept: (reply: CollectorReply) => void;
  readonly reject: (error: CorelaneError) => void;
}

/** The engine's end of the collector's thread: requests go out, replies come back in the same order. */
export class CollectorThread {
  /** Resolves when the thread is gone, for whatever reason. */
  readonly exited: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: CorelaneError | null = null;

  constructor(worker: Worker, { onCores, onTree }: Pick<CollectorOptions, 'onCores' | 'onTree'>) {
    this.#worker = worker;
    this.exited = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (reply: CollectorReply) => {
      if (reply.kind === 'cores') onCores?.(reply.rows);
      else if (reply.kind === 'tree') onTree?.(reply.activity);
      else this.#waiting.shift()?.accept(reply);
    });
    worker.once('error', (error) => this.#fail(messageOf(error)));
    worker.once('exit', (code) => this.#fail(`its thread ended with code ${code}`));
  }

  send(request: CollectorRequest): void {
    this.#worker.postMessage(request);
  }

  /** Rejects with `internal` when the thread has ended, or ends before it replies. */
  async ask<K extends CollectorReply['kind']>(request: CollectorRequest, kind: K): Promise<ReplyOf<K>> {
    this.send(request);
    return this.next(kind);
  }

  next<K extends CollectorReply['kind']>(kind: K): Promise<ReplyOf<K>> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        accept: (reply) => (isReply(reply, kind) ? resolve(reply) : reject(outOfOrder(kind, reply.kind))),
        reject,
      });
    });
  }

  #fail(reason: string): void {
    this.#failure ??= new CorelaneError(
      'internal',
      `The collector, which measures cores and threads, failed: ${reason}.`,
      'Run again; what was recorded before is in the session. If it happens again, report it with CORELANE_DEBUG=1.',
    );
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#failure);
  }
}

const isReply = <K extends CollectorReply['kind']>(reply: CollectorReply, kind: K): reply is ReplyOf<K> =>
  reply.kind === kind;

const outOfOrder = (expected: string, got: string): CorelaneError =>
  new CorelaneError(
    'internal',
    `The collector answered ${got} where ${expected} was due.`,
    'This is a defect in Corelane; report it with CORELANE_DEBUG=1.',
  );
