import { resolve } from 'node:path';
import type { ProfileReport, ProgramExit } from '../../../shared/profile-report.ts';
import type { ProfileRequest } from '../../../shared/profile.ts';
import { commandText } from '../../../shared/command-line-text.ts';
import type { LabEnvironment } from '../lab/lab.ts';
import { placeOn } from '../lab/placement.ts';
import { abandon, openRecording, type Recording } from '../open-recording.ts';
import { refuseTaken, removeSession } from '../store/claim-path.ts';
import { openTracing, Tracing, type NoTracing } from '../tracing/tracing.ts';
import type { KeptProcessOptions } from '../executors/kept-process.ts';
import type { ProfileObserver } from './profile-observer.ts';
import { checkProfile } from './check-request.ts';
import { ProfileRun } from './profile-run.ts';
import { resolveCommand } from './resolve-command.ts';

export interface ProfileEnvironment extends LabEnvironment {
  /** What the program's stdin is, and who else gets what it prints. */
  readonly terminal: Pick<KeptProcessOptions, 'stdin' | 'onBytes'>;
}

/** The program reads nothing, and what it prints goes to the session only. */
export const noTerminal: ProfileEnvironment['terminal'] = { stdin: 'ignore', onBytes: null };

export interface ProfileOutcome {
  readonly report: ProfileReport;
  /** The signal was given before the program had ended by itself; the session holds what was recorded until then. */
  readonly interrupted: boolean;
}

/**
 * A whole profile: find the program, hold it, get ready to record, let it run, record its tree until it ends. Resolves when the session
 * stands on disk and none of the user's processes is left. Rejects with a CorelaneError for a program that cannot be started and a
 * session that cannot be written; how the program ends is in the report.
 */
export async function conductProfile(
  request: ProfileRequest,
  environment: ProfileEnvironment,
  observer: ProfileObserver,
  signal: AbortSignal,
): Promise<ProfileOutcome> {
  const { platform } = environment;
  checkProfile(request, platform.cores());
  const command = await resolveCommand(request);
  await refuseTaken(resolve(request.out));
  signal.throwIfAborted();
  const placement = placeOn(platform, { cores: request.cores, pin: 'none' });
  const originNs = process.hrtime.bigint();
  const recording = await openRecording(
    {
      command: 'profile',
      workload: { label: commandText(request.argv), path: command.program },
      out: request.out,
      originNs,
      measuredCores: placement.cores,
      printer: 'program',
      onCores: observer.coresRead ?? null,
      onTree: (activity) => run.active(activity),
      onOutput: (row) => observer.printed?.(row),
    },
    environment,
  );
  observer.recordingBegan?.(originNs);
  const tracing = traced(request, recording, originNs, environment);
  const run = new ProfileRun({
    request,
    command,
    placement,
    recording,
    tracing: tracing instanceof Tracing ? tracing : null,
    originNs,
    environment,
    observer,
  });
  try {
    run.warn(command.interpreter?.because ?? null);
    if (tracing !== null && 'warning' in tracing) run.warn(tracing.warning);
    run.warn(placement.warning);
    return await runToItsEnd(run, tracing, signal);
  } catch (thrown) {
    await abandon(recording);
    if (!run.began) await removeSession(recording.writer.path);
    throw thrown;
  }
}

/** Whatever comes of it, the tracing thread is gone afterwards: the session's writer waits for all who write through a port of it. */
async function runToItsEnd(
  run: ProfileRun,
  tracing: Tracing | NoTracing | null,
  signal: AbortSignal,
): Promise<ProfileOutcome> {
  try {
    await run.run(signal);
    return { report: await run.finish(signal), interrupted: run.interrupted };
  } finally {
    if (tracing instanceof Tracing) await tracing.close();
  }
}

const traced = (
  { trace, cpuProfile, env }: ProfileRequest,
  { writer }: Recording,
  originNs: bigint,
  { entries, platform }: ProfileEnvironment,
): Tracing | NoTracing | null =>
  trace === false
    ? null
    : openTracing({
        entries,
        writer,
        originNs,
        priority: platform.patientPriority,
        env,
        cpuSamples: cpuProfile === true,
      });

export const notSeen: ProgramExit = { code: null, signal: null };
