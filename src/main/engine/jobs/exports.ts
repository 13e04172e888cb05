import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CorelaneError, toEnvelope } from '../../../shared/errors.ts';
import type { ExportWork, JobId } from '../../../shared/jobs.ts';
import { exportFormats, type ExportRequest } from '../../../shared/workplace.ts';
import type { ExportEvent, ExportWorkerData } from './export-message.ts';
import type { JobInHand, JobList } from './job-list.ts';

/** Runs exports, each in a thread of its own: a large session takes seconds of computing. */
export class Exports {
  readonly #jobs: JobList;
  /** Built entry of the thread. */
  readonly #entry: URL;
  readonly #underWay = new Set<Promise<void>>();

  constructor(jobs: JobList, entry: URL) {
    this.#jobs = jobs;
    this.#entry = entry;
  }

  /** @throws CorelaneError usage for a format that does not exist and a target that is taken. */
  start({ session, format, target, overwrite }: ExportRequest): JobId {
    this.#check(format, target);
    if (!overwrite && existsSync(target)) {
      throw usage(`${target} exists already.`, 'Choose another name, or allow that it is replaced.');
    }
    const work: ExportWork = { kind: 'export', session, format, target, fraction: 0 };
    const job = this.#jobs.begin(work);
    const running = this.#run({ session, format, target }, job).finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
    return job.id;
  }

  /** Resolves when none is under way. */
  async ended(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #check(format: string, target: string): void {
    if (!exportFormats.some((known) => known === format)) {
      throw usage(
        `There is no export format ${JSON.stringify(format)}.`,
        `There are ${exportFormats.join(', ')}.`,
      );
    }
    if (!isAbsolute(target)) {
      throw usage(`${target} is not a whole path.`, 'Name the file with its folder.');
    }
    const taken = this.#jobs.underWay().some(({ work }) => work.kind === 'export' && work.target === target);
    if (taken)
      throw usage(`An export to ${target} is under way.`, 'Wait until it has ended, or choose another name.');
  }

  async #run(data: ExportWorkerData, job: JobInHand<ExportWork>): Promise<void> {
    const { promise: over, resolve: onOver } = Promise.withResolvers<ExportEvent>();
    const worker = new Worker(this.#entry, { workerData: data, name: 'exporting' });
    worker.on('message', (event: ExportEvent) => {
      if (event.kind === 'progress') job.update({ fraction: event.fraction });
      else onOver(event);
    });
    worker.on('error', (thrown) => onOver({ kind: 'failed', error: toEnvelope(thrown) }));
    // After `done` this says nothing new.
    worker.on('exit', () =>
      onOver({ kind: 'failed', error: toEnvelope(new Error('the thread of the export ended')) }),
    );
    const cancel = (): void => worker.postMessage('cancel');
    job.signal.addEventListener('abort', cancel);
    const event = await over;
    if (event.kind === 'failed') {
      const { error } = event;
      job.end(
        error.code === 'interrupted'
          ? { type: 'interrupted', kept: false }
          : { type: 'failed', error, kept: false },
      );
    } else {
      job.update({ fraction: 1 });
      job.end({ type: 'done' });
    }
  }
}

const usage = (message: string, remedy: string): CorelaneError => new CorelaneError('usage', message, remedy);
