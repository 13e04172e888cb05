import { existsSync } from 'node:fs';
import { CorelaneError, toEnvelope } from '../../../shared/errors.ts';
import type {
  Job,
  JobId,
  LabProgress,
  LabWork,
  LiveBatch,
  LiveHistory,
  ProfileProgress,
  ProfileWork,
  WhatIfWork,
} from '../../../shared/jobs.ts';
import type { WhatIfProgress } from '../../../shared/what-if.ts';
import { LiveFeed } from '../live/live-feed.ts';
import { LivePace } from '../live/live-pace.ts';
import type { JobInHand, JobList } from './job-list.ts';

/** Whoever wants the live batches of a job. */
export interface Watcher {
  live(batch: LiveBatch): void;
}

export interface MeasuringSetting {
  readonly jobs: JobList;
  /** Whether those who are told do not keep up. */
  readonly isBehind: () => boolean;
  /** A session's file appeared, or was finished. */
  readonly onSession: () => void;
}

export type MeasuredWork = LabWork | ProfileWork | WhatIfWork;

/** A measured job as whoever conducts it holds it. */
export interface MeasuredJob {
  readonly feed: LiveFeed;
  readonly signal: AbortSignal;
  /** Whether a step of progress is to be told to windows now: it may be too early, or they are behind. */
  isDue(progress: Pick<LabProgress | ProfileProgress | WhatIfProgress, 'phase'>): boolean;
  /** Sends watchers their batch. */
  tell(): void;
  recordingBegan(originNs: bigint): void;
}

/** Resolves when the session stands on disk. */
export type Conducted = Promise<{ readonly interrupted: boolean }>;

interface UnderWay {
  readonly job: JobId;
  readonly session: string;
  readonly feed: LiveFeed;
  readonly watchers: Set<Watcher>;
  readonly ended: Promise<void>;
}

/** Labs, profiles and what-ifs: one at a time, since two would measure each other, and watched while it runs. */
export class Measuring {
  readonly #setting: MeasuringSetting;
  #current: UnderWay | null = null;
  /** A job is being checked, and is not under way yet. */
  #claimed = false;

  constructor(setting: MeasuringSetting) {
    this.#setting = setting;
  }

  /** Keeps others from starting while `prepare` looks at what is asked for. Rejects with usage while another job measures. */
  async claim<T>(prepare: () => Promise<T>): Promise<T> {
    this.#refuseSecond();
    this.#claimed = true;
    try {
      return await prepare();
    } finally {
      this.#claimed = false;
    }
  }

  /** Within a claim: the job is under way from now on. */
  begin<W extends MeasuredWork>(
    work: W,
    conduct: (measured: MeasuredJob, job: JobInHand<W>) => Conducted,
  ): JobId {
    const { jobs, isBehind, onSession } = this.#setting;
    const job = jobs.begin(work);
    const feed = new LiveFeed(job.id);
    const pace = new LivePace(work.liveEveryMs);
    const conducted = conduct(
      {
        feed,
        signal: job.signal,
        // The next batch tells what this one would have, and the end is told in any case.
        isDue: (progress) => !isBehind() && pace.isDue(progress, performance.now()),
        tell: () => this.#tell(),
        recordingBegan: (originNs) => {
          feed.begin(originNs);
          onSession();
        },
      },
      job,
    );
    const ended = this.#end(work.session, job, conducted);
    this.#current = { job: job.id, session: work.session, feed, watchers: new Set(), ended };
    return job.id;
  }

  /** What the job told so far; batches follow. Null when it is not under way. */
  watch(job: JobId, watcher: Watcher): LiveHistory | null {
    if (this.#current?.job !== job) return null;
    // Other watchers get what is due to them first: the history takes it in.
    this.#tell();
    this.#current.watchers.add(watcher);
    return this.#current.feed.history();
  }

  unwatch(watcher: Watcher, job: JobId | null = null): void {
    if (job === null || this.#current?.job === job) this.#current?.watchers.delete(watcher);
  }

  /** The session that is being recorded; null while there is none. */
  recording(): string | null {
    return this.#current?.feed.began === true ? this.#current.session : null;
  }

  /** Whether the job under way has this session's file, also before anything is recorded into it. */
  isWriting(path: string): boolean {
    return this.#current?.session === path;
  }

  /** Resolves when nothing is under way. */
  async ended(): Promise<void> {
    await this.#current?.ended;
  }

  #refuseSecond(): void {
    const running = this.#setting.jobs.underWay().find(({ work }) => work.kind !== 'export');
    if (!this.#claimed && running === undefined) return;
    throw new CorelaneError(
      'usage',
      `${describe(running?.work)} is running already, and two would measure each other.`,
      'Wait until it has ended, or stop it.',
    );
  }

  async #end<W extends MeasuredWork>(
    session: string,
    job: JobInHand<W>,
    conducted: Conducted,
  ): Promise<void> {
    const state = await conducted.then(
      ({ interrupted }) =>
        interrupted ? ({ type: 'interrupted', kept: true } as const) : ({ type: 'done' } as const),
      (thrown: unknown) => {
        const error = toEnvelope(thrown);
        const kept = existsSync(session);
        return error.code === 'interrupted'
          ? ({ type: 'interrupted', kept } as const)
          : ({ type: 'failed', error, kept } as const);
      },
    );
    this.#tell();
    this.#current = null;
    this.#setting.onSession();
    job.end(state);
  }

  #tell(): void {
    if (this.#current === null) return;
    const { feed, watchers } = this.#current;
    if (watchers.size === 0) return feed.pass();
    const batch = feed.take();
    for (const watcher of watchers) watcher.live(batch);
  }
}

/** `undefined`: one that is being checked. */
function describe(work: Job['work'] | undefined): string {
  if (work?.kind === 'lab') return `A lab of ${work.task}`;
  if (work?.kind === 'what-if') return `A what-if of ${work.script}`;
  return work?.kind === 'profile' ? `A profile of ${work.command}` : 'A lab or a profile';
}
