import { isUnderWay, type Job, type JobId } from '../../shared/jobs.ts';
import { withJob, withReported } from './known-jobs.ts';
import { Subscribers } from './subscribers.ts';

/** As often as a figure that changes can be read. */
const stepsEveryMs = 200;

/**
 * The jobs that this window knows of. Kept outside of React's state, since a lab reports ten times a second beside what it measures:
 * a component renders when what it reads here is another, and steps of progress are told together, five times a second at most.
 */
export class JobStore {
  #jobs: readonly Job[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #toldAtMs = -Infinity;
  readonly #changes = new Subscribers<[]>();

  /** Tells that something may have changed. Gives the function that ends it. */
  readonly onChange = (changed: () => void): (() => void) => this.#changes.add(changed);

  /** In the order in which they were heard of. */
  all(): readonly Job[] {
    return this.#jobs;
  }

  /** Null: never heard of. */
  find(id: JobId): Job | null {
    return this.#jobs.find((job) => job.id === id) ?? null;
  }

  /** The lab or profile that runs: there is one at a time. Null: none does. `session`: only one that records this file counts. */
  measurementUnderWay(session: string | null = null): JobId | null {
    const measurement = this.#jobs.find(
      (job) =>
        job.work.kind !== 'export' && isUnderWay(job) && (session === null || job.work.session === session),
    );
    return measurement?.id ?? null;
  }

  /** A job began, moved on or ended; all but the second are told at once. */
  changed(job: Job): void {
    const before = this.find(job.id);
    this.#jobs = withJob(this.#jobs, job);
    // A step after a pause is told at once, and so shares its frame with the live batch that came with it.
    const waitMs = this.#toldAtMs + stepsEveryMs - performance.now();
    if (before?.state.type !== job.state.type || waitMs <= 0) this.#tell();
    else this.#timer ??= setTimeout(() => this.#tell(), waitMs);
  }

  /** A new conversation began, in which the engine named these. */
  reported(jobs: readonly Job[]): void {
    this.#jobs = withReported(this.#jobs, jobs);
    this.#tell();
  }

  #tell(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#toldAtMs = performance.now();
    this.#changes.tell();
  }
}
