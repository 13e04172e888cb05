import type { ProgramExit } from '../../../shared/profile-report.ts';
import type { WhatIfRunKind } from '../../../shared/what-if.ts';
import type { InspectedCommand } from '../../../shared/workplace.ts';
import type { ProcessSeen } from '../collector/collector.ts';
import { KeptProcess } from '../executors/kept-process.ts';
import type { Placement } from '../lab/placement.ts';
import type { Recording } from '../open-recording.ts';
import { OutputTaken, type PrintedOutput } from './printed-output.ts';

/** What all runs of a script have in common. */
export interface RunConditions {
  readonly keeper: URL;
  readonly command: InspectedCommand;
  readonly cwd: string;
  /** The changes to the script's environment. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly placement: Placement;
  readonly recording: Recording;
}

/** A run that has ended, by itself or because it took too long. */
export interface EndedRun {
  readonly trial: number;
  readonly kind: WhatIfRunKind;
  /** CLOCK_MONOTONIC, when the script was let go. */
  readonly releasedNs: bigint;
  /** Null: its end was not seen. */
  readonly wallNs: number | null;
  readonly onCpuNs: number | null;
  /** Time in which its threads were ready and had no core. */
  readonly runDelayNs: number | null;
  readonly exit: ProgramExit;
  readonly timedOut: boolean;
  readonly printed: PrintedOutput;
  readonly processes: readonly ProcessSeen[];
  readonly warnings: readonly string[];
}

export interface RunOrder {
  readonly trial: number;
  readonly kind: WhatIfRunKind;
  /** After so long it is ended; null: never. */
  readonly limitNs: number | null;
  readonly onReleased: (releasedNs: bigint) => void;
}

/**
 * Runs the script once, from its held process to the end of its tree, and records it as a trial. Rejects with the signal's reason when that is given
 * first, and with a CorelaneError when it cannot be started; in any case nothing of it is left.
 */
export async function runScript(
  conditions: RunConditions,
  order: RunOrder,
  signal: AbortSignal,
): Promise<EndedRun> {
  signal.throwIfAborted();
  const taken = new OutputTaken();
  const program = start(conditions, order, taken);
  const kill = (): void => void program.kill();
  signal.addEventListener('abort', kill);
  try {
    return await follow(program, conditions, order, { taken, signal });
  } finally {
    signal.removeEventListener('abort', kill);
    await program.kill();
  }
}

function start(
  { keeper, command, cwd, env, placement, recording }: RunConditions,
  { trial }: RunOrder,
  taken: OutputTaken,
): KeptProcess {
  const [file = '', ...args] = command.argv;
  return new KeptProcess({
    keeper,
    role: 'program',
    command: file.startsWith('-') ? command.program : file,
    args,
    cwd,
    env,
    cores: placement.confinedTo,
    // A terminal could be read once only.
    stdin: 'ignore',
    onOutput: (stream, text) => recording.output.write(trial, stream, text),
    onBytes: async (stream, piece) => {
      if (stream === 'stdout') taken.take(piece);
    },
    onStopped: () => undefined,
  });
}

async function follow(
  program: KeptProcess,
  { recording }: RunConditions,
  { trial, kind, limitNs, onReleased }: RunOrder,
  { taken, signal }: { readonly taken: OutputTaken; readonly signal: AbortSignal },
): Promise<EndedRun> {
  const rootPid = await program.started;
  await recording.collector.beginTrial({ trial, rootPid, workers: [] });
  const releasedNs = (await program.release()) ?? process.hrtime.bigint();
  onReleased(releasedNs);
  let timedOut = false;
  const limit =
    limitNs === null
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          void program.kill();
        }, limitNs / 1e6);
  const exit = await program.exited;
  clearTimeout(limit);
  const totals = await recording.collector.endTrial();
  await program.ended;
  signal.throwIfAborted();
  return {
    trial,
    kind,
    releasedNs,
    wallNs: exit === null || timedOut ? null : Number(exit.atNs - releasedNs),
    onCpuNs: timedOut ? null : totals.onCpuNs,
    runDelayNs: timedOut ? null : totals.runDelayNs,
    exit: { code: exit?.code ?? null, signal: exit?.signal ?? null },
    timedOut,
    printed: taken.finish(),
    processes: totals.processes,
    warnings: totals.warnings,
  };
}
