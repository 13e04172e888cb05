import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { deserialize } from 'node:v8';
import { messageOf } from '../../../shared/errors.ts';
import { describeProcessEnd } from '../../../shared/process-end.ts';
import type { ThreadReading } from '../../../shared/worker-protocol.ts';
import type { TaskProcessCall, TaskProcessData, TaskProcessMessage } from '../task-process.ts';

const entry = fileURLToPath(new URL('../workers/task-process.js', import.meta.url));

/** How a call that a child process took has ended. */
export type ChildAnswer =
  | { readonly type: 'ok'; readonly start: number; readonly end: number; readonly resultBytes: number }
  | { readonly type: 'error'; readonly start: number; readonly end: number; readonly message: string }
  | { readonly type: 'died'; readonly message: string };

/**
 * One forked process that runs tasks, one at a time. Arguments travel by Node's `advanced` serialisation; results as
 * bytes that the child serialised, so that their size is exact and costs nothing extra.
 */
export class Child {
  readonly #process: ChildProcess;
  readonly #onReadings: (readings: readonly ThreadReading[]) => void;
  readonly #ready: Promise<{ pid: number; tid: number }>;
  readonly #gone: Promise<string>;
  #answer: ((answer: ChildAnswer) => void) | null = null;
  #dead: string | null = null;

  constructor(
    data: TaskProcessData,
    onReadings: (readings: readonly ThreadReading[]) => void = () => undefined,
  ) {
    this.#onReadings = onReadings;
    this.#process = fork(entry, [JSON.stringify(data)], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#gone = this.#watchEnd();
    this.#ready = new Promise((resolve, reject) => {
      this.#process.on('message', (message: TaskProcessMessage) => {
        if (message.type === 'ready') resolve(message);
        else if (message.type === 'not-ready') reject(new Error(message.message));
        else this.#onMessage(message);
      });
      void this.#gone.then((how) => reject(new Error(how)));
    });
    // Whoever awaits readiness gets the rejection; a child that dies later must not raise it again.
    this.#ready.catch(() => undefined);
  }

  /** Resolves when the task is loaded; rejects with the reason when the process ends before. */
  ready(): Promise<{ readonly pid: number; readonly tid: number }> {
    return this.#ready;
  }

  /** Resolves with how the process ended, once all it had sent has arrived. */
  gone(): Promise<string> {
    return this.#gone;
  }

  isDead(): boolean {
    return this.#dead !== null;
  }

  call(...call: TaskProcessCall): Promise<ChildAnswer> {
    if (this.#dead !== null) return Promise.resolve({ type: 'died', message: this.#dead });
    return new Promise((resolve) => {
      this.#answer = resolve;
      try {
        // A failed write means that the process is going; `gone` answers then.
        this.#process.send(call, () => undefined);
      } catch (thrown) {
        const message = `its input cannot be sent: ${messageOf(thrown)}`;
        this.#settle({ type: 'error', start: Number.NaN, end: Number.NaN, message });
      }
    });
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #onMessage(message: Exclude<TaskProcessMessage, { type: 'ready' | 'not-ready' }>): void {
    if (message.type === 'readings') {
      this.#onReadings(message.readings);
      return;
    }
    const { start, end, result } = message;
    if (result === null) {
      this.#settle({ type: 'error', start, end, message: message.message ?? 'no result' });
      return;
    }
    // The caller of a real pool gets the value, so unpacking it belongs to the price.
    deserialize(result);
    this.#settle({ type: 'ok', start, end, resultBytes: result.byteLength });
  }

  #settle(answer: ChildAnswer): void {
    const answered = this.#answer;
    this.#answer = null;
    answered?.(answer);
  }

  #watchEnd(): Promise<string> {
    return new Promise((resolve) => {
      const end = (how: string) => {
        this.#dead = how;
        this.#settle({ type: 'died', message: how });
        resolve(how);
      };
      this.#process.on('error', (error) => end(`its process could not be started: ${error.message}`));
      this.#process.on('exit', (code, signal) => {
        const how = describeProcessEnd('its process', code, signal, { exitCall: 'process.exit' });
        // `exit` may overtake messages that are still in the channel; they end with `disconnect`.
        if (this.#process.connected) this.#process.once('disconnect', () => end(how));
        else end(how);
      });
    });
  }
}
