import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CorelaneError, toEnvelope } from '../../../shared/errors.ts';
import type { LabRequest } from '../../../shared/experiment.ts';
import { type JobId, type LabWork, type LiveBatch, type LiveHistory } from '../../../shared/jobs.ts';
import { checkRequest } from '../lab/check-request.ts';
import { conductLab, type LabEnvironment } from '../lab/lab.ts';
import { locateTask } from '../lab/task-file.ts';
import { newSessionPath } from '../library/data-folder.ts';
import { LiveFeed } from '../live/live-feed.ts';
import { liveEveryMs, LivePace } from '../live/live-pace.ts';
import { refuseTaken } from '../store/claim-path.ts';
import type { JobInHand, JobList } from './job-list.ts';

/** Whoever wants the batches of a lab. */
export interface Watcher {
  live(batch: LiveBatch): void;
}

export interface LabsSetting {
  readonly environment: LabEnvironment;
  readonly jobs: JobList;
  /** For what the request leaves open. */
  readonly defaults: () => { readonly node: string | null; readonly sessionsFolder: string };
  /** Whether those who are told do not keep up. */
  readonly isBehind: () => boolean;
  /** A lab of this task begins. */
  readonly onTask: (path: string) => void;
  /** A session's file appeared, or was finished. */
  readonly onSession: () => void;
}

export type LabOrder = Omit<LabRequest, 'out'> & { readonly out: string | null };

interface LabUnderWay {
  readonly job: JobId;
  readonly session: string;
  readonly feed: LiveFeed;
  readonly watchers: Set<Watcher>;
  readonly ended: Promise<void>;
}

/** Runs labs, one at a time. */
export class Labs {
  readonly #setting: LabsSetting;
  #current: LabUnderWay | null = null;
  /** A lab is being checked, and is not under way yet. */
  #claimed = false;

  constructor(setting: LabsSetting) {
    this.#setting = setting;
  }

  /** Rejects with what is wrong with the request, and with usage while another lab runs. */
  async start(order: LabOrder): Promise<JobId> {
    this.#refuseSecond();
    this.#claimed = true;
    try {
      const request = await this.#complete(order);
      const everyMs = this.#liveEveryMs(request);
      const job = this.#setting.jobs.begin<LabWork>({
        kind: 'lab',
        task: request.task,
        session: request.out,
        progress: null,
        liveEveryMs: everyMs,
      });
      this.#begin(request, job, new LivePace(everyMs));
      return job.id;
    } finally {
      this.#claimed = false;
    }
  }

  /** What the lab told so far; batches follow. Null when it is not under way. */
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

  /** Whether the lab under way has this session's file, also before anything is recorded into it. */
  isWriting(path: string): boolean {
    return this.#current?.session === path;
  }

  /** Resolves when no lab is under way. */
  async ended(): Promise<void> {
    await this.#current?.ended;
  }

  #refuseSecond(): void {
    const running = this.#setting.jobs.underWay().find(({ work }) => work.kind === 'lab');
    if (!this.#claimed && running === undefined) return;
    const of = running?.work.kind === 'lab' ? ` of ${running.work.task}` : '';
    throw new CorelaneError(
      'usage',
      `A lab${of} is running already, and two would measure each other.`,
      'Wait until it has ended, or stop it.',
    );
  }

  async #complete(order: LabOrder): Promise<LabRequest> {
    const { environment, defaults, onTask } = this.#setting;
    checkRequest(order, environment.platform.cores());
    const { path } = locateTask(order);
    const { node, sessionsFolder } = defaults();
    const out = resolve(order.out ?? newSessionPath(order.task, sessionsFolder));
    await refuseTaken(out);
    onTask(path);
    return { ...order, node: order.node ?? node, out };
  }

  #liveEveryMs({ cores }: LabRequest): number {
    const usable = this.#setting.environment.platform.cores();
    return liveEveryMs(usable.length, cores?.length ?? usable.length);
  }

  #begin(request: LabRequest, job: JobInHand<LabWork>, pace: LivePace): void {
    const feed = new LiveFeed(job.id);
    const conducted = conductLab(
      request,
      this.#setting.environment,
      {
        progressed: (progress) => {
          // The next batch tells what this one would have, and the end is told in any case.
          if (this.#setting.isBehind() || !pace.isDue(progress, performance.now())) return;
          job.update({ progress });
          this.#tell();
        },
        recordingBegan: (originNs) => {
          feed.begin(originNs);
          this.#setting.onSession();
        },
        trialBegan: (...began) => feed.trialBegan(...began),
        trialEnded: (...ended) => feed.trialEnded(...ended),
        tasksSettled: (batch) => feed.tasksSettled(batch),
        coresRead: (rows) => feed.coresRead(rows),
      },
      job.signal,
    );
    const ended = this.#end(request, job, conducted);
    this.#current = { job: job.id, session: request.out, feed, watchers: new Set(), ended };
  }

  async #end(
    { out }: LabRequest,
    job: JobInHand<LabWork>,
    conducted: ReturnType<typeof conductLab>,
  ): Promise<void> {
    const state = await conducted.then(
      ({ interrupted }) =>
        interrupted ? ({ type: 'interrupted', kept: true } as const) : ({ type: 'done' } as const),
      (thrown: unknown) => {
        const error = toEnvelope(thrown);
        const kept = existsSync(out);
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
