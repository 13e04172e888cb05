import { resolve } from 'node:path';
import { commandText } from '../../../shared/command-line-text.ts';
import { CorelaneError } from '../../../shared/errors.ts';
import type { LiveCores } from '../../../shared/jobs.ts';
import type { LogRow } from '../../../shared/session.ts';
import type { WhatIfProgress, WhatIfReport, WhatIfRequest } from '../../../shared/what-if.ts';
import type { LabEnvironment } from '../lab/lab.ts';
import { placeOn } from '../lab/placement.ts';
import { abandon, openRecording, type Recording } from '../open-recording.ts';
import { resolveCommand } from '../profile/resolve-command.ts';
import { refuseTaken, removeSession } from '../store/claim-path.ts';
import { openTracing, Tracing } from '../tracing/tracing.ts';
import { checkWhatIf } from './check-what-if.ts';
import { WhatIfRuns } from './what-if-run.ts';

/** Whoever follows a what-if while it runs; what is done with it must be quick. */
export interface WhatIfObserver {
  /** At each change of phase, and ten times a second. */
  progressed(progress: WhatIfProgress): void;
  /** The session's file exists from now on; `originNs` is CLOCK_MONOTONIC at its start. */
  recordingBegan?(originNs: bigint): void;
  readonly coresRead?: (rows: LiveCores) => void;
  readonly printed?: (row: LogRow) => void;
}

export interface WhatIfOutcome {
  readonly report: WhatIfReport;
  /** The signal was given before all runs were made; the session holds those that were. */
  readonly interrupted: boolean;
}

/**
 * A whole what-if: run the script as it is, try the swap under guard, then run both in turn, and compare. Resolves when the session stands on disk and
 * none of the user's processes is left. Rejects with a CorelaneError for a script that cannot be started and a session that cannot be
 * written; how the script ends is in the report.
 */
export async function conductWhatIf(
  request: WhatIfRequest,
  environment: LabEnvironment,
  observer: WhatIfObserver,
  signal: AbortSignal,
): Promise<WhatIfOutcome> {
  const { platform } = environment;
  checkWhatIf(request, platform.cores());
  const { script, args, cwd, python } = request;
  const command = await resolveCommand({ argv: [script, ...args], cwd, env: {}, node: null, python });
  await refuseTaken(resolve(request.out));
  signal.throwIfAborted();
  const placement = placeOn(platform, { cores: request.cores, pin: 'none' });
  const originNs = process.hrtime.bigint();
  const recording = await openRecording(
    {
      command: 'what-if',
      workload: { label: commandText([script, ...args]), path: resolve(cwd, script) },
      out: request.out,
      originNs,
      measuredCores: placement.cores,
      printer: 'program',
      onCores: observer.coresRead ?? null,
      onTree: null,
      onOutput: (row) => observer.printed?.(row),
    },
    environment,
  );
  observer.recordingBegan?.(originNs);
  const tracing = openTracing({
    entries: environment.entries,
    writer: recording.writer,
    originNs,
    priority: platform.patientPriority,
    env: {},
    cpuSamples: false,
  });
  if (!(tracing instanceof Tracing)) {
    await abandon(recording);
    await removeSession(recording.writer.path);
    throw new CorelaneError('runner-failed', tracing.warning, 'A swap needs what traces tasks.');
  }
  const conditions = { command, cwd, placement, recording };
  const runs = new WhatIfRuns({ request, conditions, tracing, originNs, environment, observer });
  try {
    runs.warn(placement.warning);
    return await carryOut(runs, recording, signal);
  } catch (thrown) {
    await abandon(recording);
    if (!runs.began) await removeSession(recording.writer.path);
    throw thrown;
  } finally {
    await tracing.close();
  }
}

/** An interruption ends the run under way and keeps those before; a session that can no longer be written ends it all. */
async function carryOut(
  runs: WhatIfRuns,
  { writer }: Recording,
  signal: AbortSignal,
): Promise<WhatIfOutcome> {
  const unwritable = new AbortController();
  const failure = writer.failed.catch((error: unknown) => unwritable.abort(error));
  try {
    await runs.run(AbortSignal.any([signal, unwritable.signal]));
  } catch (thrown) {
    if (unwritable.signal.aborted) await failure;
    if (!signal.aborted || !runs.began) throw thrown;
  }
  unwritable.signal.throwIfAborted();
  return { report: await runs.finish(), interrupted: signal.aborted };
}
