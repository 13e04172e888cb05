import { resolve } from 'node:path';
import type { LabRequest } from '../../../shared/experiment.ts';
import type { JobId, LabWork } from '../../../shared/jobs.ts';
import { checkRequest } from '../lab/check-request.ts';
import { conductLab, type LabEnvironment } from '../lab/lab.ts';
import { locateTask } from '../lab/task-file.ts';
import { newSessionPath } from '../library/data-folder.ts';
import { liveEveryMs } from '../live/live-pace.ts';
import { refuseTaken } from '../store/claim-path.ts';
import type { Measuring } from './measured-job.ts';

export interface LabsSetting {
  readonly environment: LabEnvironment;
  readonly measuring: Measuring;
  /** For what the request leaves open. */
  readonly defaults: () => {
    readonly node: string | null;
    readonly python: string | null;
    readonly sessionsFolder: string;
  };
  /** A lab of this task begins. */
  readonly onTask: (path: string) => void;
}

export type LabOrder = Omit<LabRequest, 'out'> & { readonly out: string | null };

/** Runs labs as jobs. */
export class Labs {
  readonly #setting: LabsSetting;

  constructor(setting: LabsSetting) {
    this.#setting = setting;
  }

  /** Rejects with what is wrong with the request, and with usage while another lab or a profile runs. */
  start(order: LabOrder): Promise<JobId> {
    const { measuring, environment } = this.#setting;
    return measuring.claim(async () => this.#begin(await this.#complete(order, environment)));
  }

  async #complete(order: LabOrder, { platform }: LabEnvironment): Promise<LabRequest> {
    const { defaults, onTask } = this.#setting;
    checkRequest(order, platform.cores());
    const { path } = locateTask(order);
    const { node, python, sessionsFolder } = defaults();
    const out = resolve(order.out ?? newSessionPath(order.task, sessionsFolder));
    await refuseTaken(out);
    onTask(path);
    return { ...order, node: order.node ?? node, python: order.python ?? python, out };
  }

  #begin(request: LabRequest): JobId {
    const { measuring, environment } = this.#setting;
    const usable = environment.platform.cores().length;
    const work: LabWork = {
      kind: 'lab',
      task: request.task,
      session: request.out,
      progress: null,
      liveEveryMs: liveEveryMs(usable, request.cores?.length ?? usable),
    };
    return measuring.begin(work, ({ feed, ...measured }, job) =>
      conductLab(
        request,
        environment,
        {
          progressed: (progress) => {
            if (!measured.isDue(progress)) return;
            job.update({ progress });
            measured.tell();
          },
          recordingBegan: (originNs) => measured.recordingBegan(originNs),
          trialBegan: (...began) => feed.trialBegan(...began),
          trialEnded: (...ended) => feed.trialEnded(...ended),
          tasksSettled: (batch) => feed.tasksSettled(batch),
          coresRead: (rows) => feed.coresRead(rows),
        },
        measured.signal,
      ),
    );
  }
}
