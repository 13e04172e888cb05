import { Worker } from 'node:worker_threads';
import { fromEnvelope } from '../../../shared/errors.ts';
import type { TasksSoFar } from '../../../shared/jobs.ts';
import type { ProfiledTasks } from '../../../shared/profile-report.ts';
import type { RecordingWriter } from '../store/writer.ts';
import type { TracingReply, TracingRequest, TracingStart } from './tracing-messages.ts';

export interface TracingThreadOptions {
  /** Built entry of the thread. */
  readonly entry: URL;
  /** In which trace files appear. */
  readonly folder: string;
  readonly originNs: bigint;
  /** Rows go to it straight from the thread, through one of its ports. */
  readonly writer: RecordingWriter;
  /** Of the thread, as `os.setPriority` takes it; null: as the others'. */
  readonly priority: number | null;
}

type Finished = Extract<TracingReply, { readonly kind: 'finished' }>;

/** Beyond this something is wrong, and the engine must not go down with it. */
const mostHeapMb = 1024;

/** The engine's side of the thread that reads a trace while it grows. */
export class TracingThread {
  readonly #worker: Worker;
  readonly #waiting: ((reply: TracingReply | Error) => void)[] = [];
  #soFar: TasksSoFar = { total: 0, byApi: {} };
  #ended: Error | null = null;

  constructor({ entry, folder, originNs, writer, priority }: TracingThreadOptions) {
    const rows = writer.openPort();
    const start: TracingStart = { folder, originNs, rows, priority };
    this.#worker = new Worker(entry, {
      workerData: start,
      transferList: [rows],
      name: 'corelane-trace',
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
    });
    this.#worker.on('message', (reply: TracingReply) => {
      if (reply.kind === 'so-far') this.#soFar = reply.tasks;
      else this.#waiting.shift()?.(reply);
    });
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('its thread ended')));
  }

  get soFar(): TasksSoFar {
    return this.#soFar;
  }

  /**
   * Reads the rest of a trace that nobody writes to any more. Resolves when the session's writer has all rows, with what the programs said of
   * themselves, and what is missing. Rejects when the thread failed.
   */
  async finish(): Promise<Pick<Finished, 'programs' | 'warnings'>> {
    const reply = await this.#ask({ kind: 'finish' });
    return reply.kind === 'finished' ? reply : { programs: [], warnings: [] };
  }

  /** Counts the tasks of the session, all of which is on disk. Rejects when the thread failed. */
  async account(path: string): Promise<ProfiledTasks> {
    const reply = await this.#ask({ kind: 'account', path });
    return reply.kind === 'accounted' ? reply.tasks : { total: 0, by_api: {} };
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(request: TracingRequest): Promise<TracingReply> {
    if (this.#ended !== null) throw this.#ended;
    const { promise, resolve } = Promise.withResolvers<TracingReply | Error>();
    this.#waiting.push(resolve);
    this.#worker.postMessage(request);
    const reply = await promise;
    if (reply instanceof Error) throw reply;
    if (reply.kind === 'failed') throw fromEnvelope(reply.error);
    return reply;
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const hear of this.#waiting.splice(0)) hear(this.#ended);
  }
}
