import { resolve } from 'node:path';
import { commandText } from '../../../shared/command-line-text.ts';
import { CorelaneError } from '../../../shared/errors.ts';
import type { JobId, ProfileWork } from '../../../shared/jobs.ts';
import type { ProfileRequest } from '../../../shared/profile.ts';
import { passedSignals, type PassedSignal } from '../../../shared/worker-protocol.ts';
import type { RecentCommand } from '../../../shared/workplace.ts';
import type { LabEnvironment } from '../lab/lab.ts';
import { newSessionPath } from '../library/data-folder.ts';
import { liveEveryMs } from '../live/live-pace.ts';
import { checkProfile } from '../profile/check-request.ts';
import { conductProfile, noTerminal } from '../profile/profile.ts';
import type { RunningProgram } from '../profile/profile-observer.ts';
import { profileName } from '../profile/profile-name.ts';
import { resolveCommand } from '../profile/resolve-command.ts';
import { refuseTaken } from '../store/claim-path.ts';
import type { JobInHand } from './job-list.ts';
import type { MeasuredJob, Measuring } from './measured-job.ts';

export interface ProfilesSetting {
  readonly environment: LabEnvironment;
  readonly measuring: Measuring;
  /** For what the request leaves open. */
  readonly defaults: () => {
    readonly node: string | null;
    readonly python: string | null;
    readonly sessionsFolder: string;
  };
  /** A profile of this command begins. */
  readonly onCommand: (command: RecentCommand) => void;
}

export type ProfileOrder = Omit<ProfileRequest, 'out'> & { readonly out: string | null };

/** Runs profiles as jobs. */
export class Profiles {
  readonly #setting: ProfilesSetting;
  /** The program under way, once it runs. */
  #running: { readonly job: JobId; readonly program: RunningProgram } | null = null;

  constructor(setting: ProfilesSetting) {
    this.#setting = setting;
  }

  /** Rejects with what is wrong with the request or the command, and with usage while a lab or another profile runs. */
  start(order: ProfileOrder): Promise<JobId> {
    return this.#setting.measuring.claim(async () => this.#begin(await this.#complete(order)));
  }

  /** @throws CorelaneError usage for a job whose program does not run, and a signal that is none of these. */
  signal(job: JobId, signal: PassedSignal): void {
    if (!passedSignals.includes(signal)) {
      throw usage(
        `${JSON.stringify(signal)} cannot be sent to a program.`,
        `There are ${passedSignals.join(', ')}.`,
      );
    }
    if (this.#running?.job !== job) {
      throw usage('The program is not running.', 'It has not begun yet, or has ended.');
    }
    this.#running.program.send(signal);
  }

  async #complete(order: ProfileOrder): Promise<ProfileRequest> {
    const { environment, defaults, onCommand } = this.#setting;
    checkProfile(order, environment.platform.cores());
    const { node, python, sessionsFolder } = defaults();
    const choice = { ...order, node: order.node ?? node, python: order.python ?? python };
    await resolveCommand(choice);
    const out = resolve(order.out ?? newSessionPath(profileName(order.argv), sessionsFolder));
    await refuseTaken(out);
    onCommand({ argv: order.argv, cwd: order.cwd });
    return { ...choice, out };
  }

  #begin(request: ProfileRequest): JobId {
    const { measuring, environment } = this.#setting;
    const usable = environment.platform.cores().length;
    const work: ProfileWork = {
      kind: 'profile',
      command: commandText(request.argv),
      session: request.out,
      progress: null,
      liveEveryMs: liveEveryMs(usable, request.cores?.length ?? usable),
    };
    return measuring.begin(work, (measured, job) => this.#conduct(request, measured, job));
  }

  async #conduct(request: ProfileRequest, measured: MeasuredJob, job: JobInHand<ProfileWork>) {
    const { feed } = measured;
    try {
      return await conductProfile(
        request,
        { ...this.#setting.environment, terminal: noTerminal },
        {
          progressed: (progress) => {
            if (!measured.isDue(progress)) return;
            job.update({ progress });
            measured.tell();
          },
          recordingBegan: (originNs) => measured.recordingBegan(originNs),
          programBegan: (program) => (this.#running = { job: job.id, program }),
          coresRead: (rows) => feed.coresRead(rows),
          printed: (row) => feed.printed(row),
        },
        measured.signal,
      );
    } finally {
      this.#running = null;
    }
  }
}

const usage = (message: string, remedy: string): CorelaneError => new CorelaneError('usage', message, remedy);
