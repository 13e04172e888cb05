import workerThreads, { MessagePort, parentPort } from 'node:worker_threads';
import { seeResults } from './builtins.ts';
import { wholeFile } from './call-site.ts';
import { describeError, fieldOf, isFunction, isObject } from './fields.ts';
import { quiet } from './guard.ts';
import { now } from './monotonic.ts';
import { requestIn, responseIn } from './pool-messages.ts';
import { scopeOf } from './pools.ts';
import type { ThreadBriefing, ThreadSeat } from './thread-briefing.ts';
import type { Slot, Trace } from './trace.ts';

/** By which the pools' own code may begin to listen. */
const listening = ['on', 'once', 'addListener', 'addEventListener'] as const;

/** A task that comes so soon after the one before finds the trace's file as that left it. */
const soonNs = 1e6;

/**
 * What a pool's worker sees of its tasks: when it got one and when it had its result, by the messages between it and its pool. A record is in
 * the file before the task runs.
 */
export class PoolRuns {
  private readonly trace: Trace;
  private readonly pool: NonNullable<ThreadBriefing['pool']>;
  private readonly seat: ThreadSeat | null;
  private readonly open = new Map<number, Slot>();
  /** What the last task was, which most are. */
  private last: { readonly file: string; readonly name: string | null; readonly string: number } = {
    file: '',
    name: null,
    string: 0,
  };
  /** When the last result was sent, and saved. */
  private sentAt = -Infinity;
  private poolNumber = 0;
  private poolString = 0;
  private readonly tapped = new WeakSet<object>();

  /** `seat`: null in a process. */
  constructor(trace: Trace, pool: NonNullable<ThreadBriefing['pool']>, seat: ThreadSeat | null) {
    this.trace = trace;
    this.pool = pool;
    this.seat = seat;
  }

  /** Of a worker thread. Some pools transfer a port of their own first, and look into it without waiting for events. */
  followThread(): void {
    if (parentPort === null) return;
    this.tap(parentPort, 'postMessage');
    seeResults(workerThreads, 'receiveMessageOnPort', (entry, [port]) => {
      if (isObject(entry) && isObject(port) && this.tapped.has(port))
        this.received(fieldOf(entry, 'message'));
    });
  }

  /** Of a process, whose pool it talks to by its channel. */
  followProcess(): void {
    const send = fieldOf(process, 'send');
    if (!isFunction(send)) return;
    // Node listens itself for `cluster`, which hands messages on: then they are not lost to us, and ours comes first.
    if (process.listenerCount('message') === 0) this.tap(process, 'send');
    else {
      process.prependListener(
        'message',
        quiet((message: unknown) => this.received(message)),
      );
      this.seeSent(
        process,
        'send',
        send,
        quiet((message: unknown) => this.sent(message)),
      );
    }
  }

  /** Listens as soon as the pool's own code does, and before it: who listens earlier takes its messages away. */
  private tap(channel: object, send: 'postMessage' | 'send'): void {
    this.tapped.add(channel);
    const listen = fieldOf(channel, 'on');
    const post = fieldOf(channel, send);
    if (!isFunction(listen) || !isFunction(post)) return;
    const receive = quiet((message: unknown) => this.received(message));
    const sent = quiet((message: unknown) => this.sent(message));
    const restore = () => listening.forEach((name) => Reflect.deleteProperty(channel, name));
    for (const name of listening) {
      const original = fieldOf(channel, name);
      if (!isFunction(original)) continue;
      Object.defineProperty(channel, name, {
        configurable: true,
        writable: true,
        value: function on(this: unknown, ...words: unknown[]): unknown {
          if (words[0] === 'message' && this === channel) {
            restore();
            Reflect.apply(listen, channel, ['message', receive]);
          }
          return Reflect.apply(original, this, words);
        },
      });
    }
    this.seeSent(channel, send, post, sent);
  }

  private seeSent(
    channel: object,
    send: 'postMessage' | 'send',
    post: (...words: unknown[]) => unknown,
    see: (message: unknown) => void,
  ): void {
    Object.defineProperty(channel, send, {
      configurable: true,
      enumerable: send === 'send',
      writable: true,
      value: function postMessage(this: unknown, ...words: unknown[]): unknown {
        see(words[0]);
        return Reflect.apply(post, this, words);
      },
    });
  }

  private received(message: unknown): void {
    const port = fieldOf(message, 'port');
    if (port instanceof MessagePort && !this.tapped.has(port)) this.tap(port, 'postMessage');
    const { api, worker } = this.pool;
    const request = requestIn(api, message, worker);
    if (request === null) return;
    const { trace } = this;
    const slot = trace.add('run', api, 'running');
    trace.setKey(slot, request.key);
    trace.setWord(slot, 'workerTid', trace.tid);
    trace.setWord(slot, 'pool', this.poolWord());
    if (request.file !== null) trace.setWord(slot, 'callable', this.callable(request.file, request.name));
    this.open.set(request.key, slot);
    const start = now();
    trace.setTime(slot, 'start', start);
    // Since it sent the result before, this thread waited. Other threads could have closed files: as little before, at most.
    trace.save(start - this.sentAt < soonNs && this.open.size === 1);
  }

  private callable(file: string, name: string | null): number {
    const { last } = this;
    if (last.file === file && last.name === name) return last.string;
    const string = this.trace.place(wholeFile(file, name ?? undefined));
    this.last = { file, name, string };
    return string;
  }

  private sent(message: unknown): void {
    const { api, worker } = this.pool;
    const response = responseIn(api, message, worker);
    const slot = response === null ? undefined : this.open.get(response.key);
    if (response === null || slot === undefined) return;
    this.open.delete(response.key);
    const { trace } = this;
    this.sentAt = now();
    trace.setTime(slot, 'end', this.sentAt);
    trace.setWord(slot, 'pool', this.poolWord());
    if (response.error !== undefined) trace.setError(slot, describeError(response.error));
    trace.setState(slot, response.error === undefined ? 'ok' : 'error');
    // A worker that waits for its next task without its loop has no later moment.
    trace.save();
  }

  private poolWord(): number {
    const { api, maker } = this.pool;
    const number = this.seat?.pool || this.pool.number;
    if (number === this.poolNumber) return this.poolString;
    this.poolNumber = number;
    const scope = scopeOf(maker, api, number);
    this.poolString = this.trace.string(`#${scope}`, { name: `${api} ${number}`, scope, workers: 0 });
    return this.poolString;
  }
}
