import { resolve } from 'node:path';
import { interleave, type LabRequest } from '../../../shared/experiment.ts';
import type { LabProgress } from '../../../shared/jobs.ts';
import type { LabReport } from '../../../shared/lab-report.ts';
import type { TaskInspection } from '../../../shared/worker-protocol.ts';
import type { Platform } from '../collector/platform.ts';
import { chooseRuntime } from '../executors/task-runtime.ts';
import { abandon } from '../open-recording.ts';
import { refuseTaken } from '../store/claim-path.ts';
import type { WorkerEntries } from '../worker-entries.ts';
import { recordLab } from './lab-recording.ts';
import type { LabObserver } from './lab-observer.ts';
import { placeOn } from './placement.ts';
import { Rounds } from './rounds.ts';
import { select } from './selection.ts';
import { study } from './study.ts';
import { locateTask } from './task-file.ts';

export interface LabEnvironment {
  readonly entries: WorkerEntries;
  readonly platform: Platform;
  /** Corelane's version. */
  readonly version: string;
}

export interface LabOutcome {
  readonly report: LabReport;
  /** The signal was given before all trials had ended; the session holds those that had. */
  readonly interrupted: boolean;
}

const defaultRepeats = 3;

/**
 * A whole lab: load the task, run it alone, run it under every configuration in turn, rank, decide. Resolves when the session
 * stands on disk and none of the user's processes is left. Rejects with a CorelaneError for a task that cannot be loaded and a
 * session that cannot be written; what tasks do wrong is in the report.
 */
export async function conductLab(
  request: LabRequest,
  environment: LabEnvironment,
  observer: LabObserver,
  signal: AbortSignal,
): Promise<LabOutcome> {
  const { entries, platform } = environment;
  const source = locateTask(request);
  await refuseTaken(resolve(request.out));
  const placement = placeOn(platform, request);
  const { cores } = placement;
  const { runtime, because } = await chooseRuntime(source, request);
  const originNs = process.hrtime.bigint();
  const conditions = { entries, runtime, originNs, source, ...placement, taskTimeoutNs: request.taskTimeout };

  observer.progressed(preparing('loading'));
  const studied = await study(
    { ...conditions, onProbe: () => observer.progressed(preparing('probing')) },
    signal,
  );
  const selection = select(request, studied, source.language, cores.length);
  const plan = interleave(selection.configurations, request.repeat ?? defaultRepeats);

  const { name } = studied.inspection;
  const recording = await recordLab(request, environment, { source, name, originNs, cores, observer });
  observer.recordingBegan?.(originNs);
  try {
    const setup = {
      ...conditions,
      request,
      recording,
      skipped: selection.skipped,
      studied,
      machine: platform.machine(),
    };
    const rounds = new Rounds(setup, plan, observer);
    rounds.warn(because);
    rounds.warn(placement.warning);
    rounds.warn(studied.notProbed === null ? null : `The task could not be run alone: ${studied.notProbed}.`);
    rounds.warn(inputsWarning(studied.inspection));
    await rounds.run(signal);
    return { report: await rounds.finish(signal), interrupted: signal.aborted };
  } catch (thrown) {
    await abandon(recording);
    throw thrown;
  }
}

const inputsWarning = ({ inputsCut, inputs, tasks }: TaskInspection): string | null =>
  inputsCut
    ? `The inputs had not ended after ${inputs} and are taken for infinite: ${tasks} were run (--tasks chooses).`
    : null;

const preparing = (phase: LabProgress['phase']): LabProgress => ({
  phase,
  planned: null,
  trialsDone: 0,
  trialsPlanned: 0,
  settled: 0,
  tasks: 0,
  idleSeconds: 0,
  fraction: 0,
  secondsLeft: null,
});
