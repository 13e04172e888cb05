import { CorelaneError, fromEnvelope } from '../../../shared/errors.ts';
import { encodeFrame, FrameSplitter } from '../../../shared/frame.ts';
import { describeProcessEnd } from '../../../shared/process-end.ts';
import type { RunnerCommand, RunnerEvent } from '../../../shared/worker-protocol.ts';
import type { WorkerEntries } from '../worker-entries.ts';
import { LastWords } from './last-words.ts';
import { KeptProcess, type ProcessEnd } from './kept-process.ts';
import { runnerCommand, type TaskRuntime } from './task-runtime.ts';

export interface RunnerOptions {
  readonly entries: WorkerEntries;
  readonly runtime: TaskRuntime;
  readonly cores: readonly number[] | null;
  readonly onOutput: (stream: 'stdout' | 'stderr', text: string) => void;
  /** Told of every event, also those that `expect` waits for. */
  readonly onEvent?: (event: RunnerEvent) => void;
}

type EventOf<T extends RunnerEvent['type']> = Extract<RunnerEvent, { type: T }>;

const isOf = <T extends RunnerEvent['type']>(event: RunnerEvent, type: T): event is EventOf<T> =>
  event.type === type;

/** The runner ended, or was ended, although it was waited for. */
export class RunnerEnded extends Error {
  override readonly name = 'RunnerEnded';

  constructor({ code, signal }: Pick<ProcessEnd, 'code' | 'signal'>, lastWords: string | null) {
    super(describeProcessEnd('the process', code, signal, { lastWords }));
  }
}

/** The process that runs the user's code, seen from the engine. */
export class Runner {
  readonly #process: KeptProcess;
  readonly #waiting = new Map<RunnerEvent['type'], (event: RunnerEvent) => void>();
  readonly #onEvent: (event: RunnerEvent) => void;
  readonly #lastWords = new LastWords();
  #reject: (error: Error) => void = () => undefined;

  constructor({ entries, runtime, cores, onOutput, onEvent = () => undefined }: RunnerOptions) {
    this.#onEvent = onEvent;
    this.#process = new KeptProcess({
      keeper: entries.keeper,
      role: 'runner',
      ...runnerCommand(runtime, entries),
      cwd: process.cwd(),
      env: {},
      stdin: 'ignore',
      cores,
      onOutput: (stream, text) => {
        if (stream === 'stderr') this.#lastWords.hear(text);
        onOutput(stream, text);
      },
      onBytes: null,
      onStopped: () => undefined,
    });
    const splitter = new FrameSplitter<RunnerEvent>();
    this.#process.channel.on('data', (piece) => {
      for (const event of splitter.push(piece)) this.#hear(event);
    });
    this.#process.started.catch((error: Error) => this.#reject(error));
  }

  pid(): Promise<number> {
    return this.#process.started;
  }

  send(command: RunnerCommand): void {
    if (!this.#process.channel.destroyed) this.#process.channel.write(encodeFrame(command));
  }

  /** The next event of that type. Rejects with the runner's own error, or with `RunnerEnded`. */
  async expect<T extends RunnerEvent['type']>(type: T): Promise<EventOf<T>> {
    try {
      return await new Promise<EventOf<T>>((resolve, reject) => {
        this.#waiting.set(type, (event) => {
          if (isOf(event, type)) resolve(event);
        });
        this.#reject = reject;
        void this.#process.ended.then((end) => reject(new RunnerEnded(end, this.#lastWords.reason())));
      });
    } finally {
      this.#waiting.delete(type);
    }
  }

  /** Lets the runner end by itself for a moment, so that exit handlers of user code run; then kills what is left. */
  async close(): Promise<void> {
    this.send({ type: 'close' });
    const timer = setTimeout(() => void this.kill(), 300);
    await this.#process.ended;
    clearTimeout(timer);
  }

  kill(): Promise<void> {
    return this.#process.kill();
  }

  #hear(event: RunnerEvent): void {
    this.#onEvent(event);
    if (event.type === 'failed') this.#reject(fromEnvelope(event.error));
    else this.#waiting.get(event.type)?.(event);
  }
}

/** The error of a runner that ended while the task module was loaded, before any task ran. */
export const endedWhileLoading = (label: string, reason: string): CorelaneError =>
  new CorelaneError(
    'task-invalid',
    `${label} could not be loaded: ${reason}.`,
    'The module must load without ending the process; move work into the exported function.',
  );
