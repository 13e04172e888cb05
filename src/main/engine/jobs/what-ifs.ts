import { resolve } from 'node:path';
import { commandText } from '../../../shared/command-line-text.ts';
import type { JobId, WhatIfWork } from '../../../shared/jobs.ts';
import type { WhatIfRequest } from '../../../shared/what-if.ts';
import type { LabEnvironment } from '../lab/lab.ts';
import { newSessionPath } from '../library/data-folder.ts';
import { liveEveryMs } from '../live/live-pace.ts';
import { profileName } from '../profile/profile-name.ts';
import { resolveCommand } from '../profile/resolve-command.ts';
import { refuseTaken } from '../store/claim-path.ts';
import { checkWhatIf } from '../what-if/check-what-if.ts';
import { conductWhatIf } from '../what-if/what-if.ts';
import type { JobInHand } from './job-list.ts';
import type { MeasuredJob, Measuring } from './measured-job.ts';

export interface WhatIfsSetting {
  readonly environment: LabEnvironment;
  readonly measuring: Measuring;
  /** For what the request leaves open. */
  readonly defaults: () => { readonly python: string | null; readonly sessionsFolder: string };
}

export type WhatIfOrder = Omit<WhatIfRequest, 'out'> & { readonly out: string | null };

/** Runs what-ifs as jobs. */
export class WhatIfs {
  readonly #setting: WhatIfsSetting;

  constructor(setting: WhatIfsSetting) {
    this.#setting = setting;
  }

  /** Rejects with what is wrong with the request or the script, and with usage while something else is measured. */
  start(order: WhatIfOrder): Promise<JobId> {
    return this.#setting.measuring.claim(async () => this.#begin(await this.#complete(order)));
  }

  async #complete(order: WhatIfOrder): Promise<WhatIfRequest> {
    const { environment, defaults } = this.#setting;
    checkWhatIf(order, environment.platform.cores());
    const { python, sessionsFolder } = defaults();
    const request = { ...order, python: order.python ?? python };
    const { script, args, cwd } = request;
    await resolveCommand({ argv: [script, ...args], cwd, env: {}, node: null, python: request.python });
    const out = resolve(order.out ?? newSessionPath(profileName([script]), sessionsFolder));
    await refuseTaken(out);
    return { ...request, out };
  }

  #begin(request: WhatIfRequest): JobId {
    const { measuring, environment } = this.#setting;
    const usable = environment.platform.cores().length;
    const { script, args, swap, workers, out, cores } = request;
    const work: WhatIfWork = {
      kind: 'what-if',
      script: commandText([script, ...args]),
      swap,
      workers,
      session: out,
      progress: null,
      liveEveryMs: liveEveryMs(usable, cores?.length ?? usable),
    };
    return measuring.begin(work, (measured, job) => this.#conduct(request, measured, job));
  }

  #conduct(request: WhatIfRequest, measured: MeasuredJob, job: JobInHand<WhatIfWork>) {
    const { feed } = measured;
    return conductWhatIf(
      request,
      this.#setting.environment,
      {
        progressed: (progress) => {
          if (!measured.isDue(progress)) return;
          job.update({ progress });
          measured.tell();
        },
        recordingBegan: (originNs) => measured.recordingBegan(originNs),
        coresRead: (rows) => feed.coresRead(rows),
        printed: (row) => feed.printed(row),
      },
      measured.signal,
    );
  }
}
