import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LabRequest } from '../../../shared/experiment.ts';
import type { LabProgress } from '../../../shared/jobs.ts';
import type { LabReport } from '../../../shared/lab-report.ts';
import type { TaskInspection, TaskSource } from '../../../shared/worker-protocol.ts';
import { recipeFor } from '../advice/recipe/recipe.ts';
import { decide } from '../advice/verdict/verdict.ts';
import type { Platform } from '../collector/platform.ts';
import { chooseRuntime } from '../executors/task-runtime.ts';
import { abandon } from '../open-recording.ts';
import { refuseTaken } from '../store/claim-path.ts';
import type { WorkerEntries } from '../worker-entries.ts';
import { watchDisturbance } from './disturbance.ts';
import { LabAccount } from './lab-account.ts';
import { materialOf, planLab } from './lab-plan.ts';
import { recordLab } from './lab-recording.ts';
import type { LabObserver } from './lab-observer.ts';
import { placeOn } from './placement.ts';
import { Rounds } from './rounds.ts';
import { select } from './selection.ts';
import { study, type Study } from './study.ts';
import { natureOf } from './task-nature.ts';
import { locateTask, locateVariant } from './task-file.ts';

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
  const startedAt = performance.now();
  const source = locateTask(request);
  const located = locateVariant(request, source);
  await refuseTaken(resolve(request.out));
  const placement = placeOn(platform, request);
  const { cores, pin } = placement;
  const { runtime, because } = await chooseRuntime(source, request);
  const originNs = process.hrtime.bigint();
  const conditions = { entries, runtime, originNs, source, ...placement, taskTimeoutNs: request.taskTimeout };

  observer.progressed(preparing('loading'));
  const onProbe = (): void => observer.progressed(preparing('probing'));
  const studied = await study({ ...conditions, onProbe }, signal);
  const variant = located === null ? null : asManyAs(studied.inspection, located);
  const studiedVariant =
    variant === null ? null : await study({ ...conditions, source: variant, onProbe }, signal);
  const sources = { task: source, variant, studied, studiedVariant };
  const selection = select(request, sources, source.language, cores.length);
  const plan = planLab({ request, ladders: selection.ladders, sources, cores, pin });

  const { name } = studied.inspection;
  const sourceText = source.language === 'python' ? readFileSync(source.path, 'utf8') : null;
  const disturbance = watchDisturbance(platform, cores);
  const recording = await recordLab(request, environment, { source, name, originNs, cores, observer });
  observer.recordingBegan?.(originNs);
  try {
    const account = new LabAccount({
      recording,
      machine: platform.machine(),
      runtime,
      skipped: selection.skipped,
      decide: (trials) =>
        decide({
          ...request,
          trials,
          language: source.language,
          probe: studied.probe,
          processStartNs: studied.processStartNs,
          isAsync: natureOf(studied).interleaves,
          asyncVariant: request.asyncVariant,
          countIsOpen: plan.sizing !== null,
          sourceTexts: sourceText === null ? [] : [sourceText],
          disturbance: disturbance(recording.collector.scheduling.lost),
        }),
      recipeFor: ({ executor, workers }) => {
        if (executor === null || workers === null) return null;
        const { source: ran, studied: of } = materialOf(executor, sources);
        return recipeFor({ executor, workers }, ran, of.inspection, sourceText);
      },
    });
    account.warn(because);
    account.warn(placement.warning);
    account.warn(
      studied.notProbed === null ? null : `The task could not be run alone: ${studied.notProbed}.`,
    );
    account.warn(plan.sizing ?? inputsWarning(studied.inspection));
    account.warn(variantWarning(studied, studiedVariant));

    const setup = { ...conditions, recording, studied, startedAt };
    const rounds = new Rounds(setup, plan, account, observer);
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

/** The variant runs as many tasks as the task itself. */
const asManyAs = ({ tasks, countIsUsual }: TaskInspection, variant: TaskSource): TaskSource =>
  countIsUsual === true ? variant : { ...variant, tasks };

const variantWarning = (studied: Study, variant: Study | null): string | null =>
  variant !== null && variant.inspection.inputs !== studied.inspection.inputs
    ? `The task has ${studied.inspection.inputs} inputs and its async variant ${variant.inspection.inputs}, so they may not do the same work (--inputs gives both the same).`
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
