import { randomUUID } from 'node:crypto';
import { isUnderWay, type Job, type JobId, type JobState } from '../../../shared/jobs.ts';

const endedJobsKept = 20;

/** A job as whoever does the work holds it. */
export interface JobInHand<W extends Job['work']> {
  readonly id: JobId;
  /** Given when the job is told to stop. */
  readonly signal: AbortSignal;
  update(change: Partial<W>): void;
  end(state: Exclude<JobState, { readonly type: 'running' | 'stopping' }>): void;
}

/** The jobs under way, and the last ones that ended. Jobs know nothing of windows: `onChange` does. */
export class JobList {
  readonly #onChange: (job: Job) => void;
  /** In the order in which they began. */
  readonly #jobs = new Map<JobId, Job>();
  readonly #controllers = new Map<JobId, AbortController>();

  constructor(onChange: (job: Job) => void) {
    this.#onChange = onChange;
  }

  all(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  underWay(): readonly Job[] {
    return this.all().filter(isUnderWay);
  }

  begin<W extends Job['work']>(work: W): JobInHand<W> {
    const id = randomUUID();
    const controller = new AbortController();
    let own: W = work;
    this.#controllers.set(id, controller);
    this.#set({ id, work, startedAt: new Date().toISOString(), state: { type: 'running' } });
    const change = (part: Partial<Pick<Job, 'work' | 'state'>>): void => {
      const job = this.#jobs.get(id);
      if (job !== undefined) this.#set({ ...job, ...part });
    };
    return {
      id,
      signal: controller.signal,
      update: (part) => {
        own = { ...own, ...part };
        change({ work: own });
      },
      end: (state) => {
        this.#controllers.delete(id);
        this.#forgetOldest();
        change({ state });
      },
    };
  }

  /** Tells a job to stop; of one that has ended, or was told before, nothing more is wanted. */
  stop(id: JobId): void {
    const job = this.#jobs.get(id);
    if (job?.state.type !== 'running') return;
    this.#set({ ...job, state: { type: 'stopping' } });
    this.#controllers.get(id)?.abort();
  }

  #set(job: Job): void {
    this.#jobs.set(job.id, job);
    this.#onChange(job);
  }

  #forgetOldest(): void {
    const ended = this.all().filter((job) => !isUnderWay(job));
    for (const { id } of ended.slice(0, Math.max(0, ended.length + 1 - endedJobsKept))) this.#jobs.delete(id);
  }
}
