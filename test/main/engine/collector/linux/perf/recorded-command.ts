import os from 'node:os';
import process from 'node:process';
import {
  type RecordingOptions,
  openSwitchRecording,
} from '../../../../../../src/main/engine/collector/linux/perf/open-switch-recording.ts';
import type { PerfRecording } from '../../../../../../src/main/engine/collector/linux/perf/recording.ts';
import type { SwitchRecording } from '../../../../../../src/main/engine/collector/switch-recording.ts';
import { GatedCommand } from './gated-command.ts';
import { Tape } from './tape.ts';

export const onlineCores = os.cpus().map((_, core) => core);

export const modes = ['process', 'system'] as const;

/** The recording of this mode, or why the kernel refuses it. */
export function openMode(
  mode: SwitchRecording['mode'],
  options: Partial<RecordingOptions> = {},
): PerfRecording | string {
  const { recording, refused } = openSwitchRecording({
    originNs: process.hrtime.bigint(),
    cores: onlineCores,
    wanted: mode,
    ...options,
  });
  if (recording?.mode === mode) return recording;
  recording?.close();
  return refused[0]?.reason ?? 'no reason given';
}

export function opened(
  mode: SwitchRecording['mode'],
  options: Partial<RecordingOptions> = {},
): PerfRecording {
  const recording = openMode(mode, options);
  if (typeof recording === 'string') throw new Error(recording);
  return recording;
}

/** Why these cannot be recorded here, by mode; printed, as tests are skipped for it. */
export const refusedModes: ReadonlyMap<SwitchRecording['mode'], string> = new Map(
  modes.flatMap((mode) => {
    const recording = openMode(mode);
    if (typeof recording !== 'string') {
      recording.close();
      return [];
    }
    console.warn(`Tests of ${mode} recording are skipped: ${recording}`);
    return [[mode, recording] as const];
  }),
);

export const allowedModes = modes.filter((mode) => !refusedModes.has(mode));

/** Keeps a recording drained while it is open. */
export class DrainedRecording implements Disposable {
  readonly recording: PerfRecording;
  readonly tape = new Tape();
  readonly #timer: NodeJS.Timeout;

  constructor(recording: PerfRecording) {
    this.recording = recording;
    recording.onFilling(() => this.drain());
    this.#timer = setInterval(() => this.drain(), 20);
  }

  drain(): void {
    this.tape.take(this.recording.drain());
  }

  /** Stops, and gives everything. */
  finish(): Tape {
    clearInterval(this.#timer);
    this.recording.stop();
    this.tape.take(this.recording.drain({ all: true }));
    this.recording.close();
    return this.tape;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.recording.close();
  }
}

export interface Recorded {
  readonly tape: Tape;
  readonly pid: number;
}

/** Records a command from its first instruction to its end. `beside`: what else watches it meanwhile. */
export async function recordCommand(
  mode: SwitchRecording['mode'],
  command: readonly string[],
  beside: (pid: number) => Promise<void> = async () => undefined,
): Promise<Recorded> {
  const recording = opened(mode);
  using drained = new DrainedRecording(recording);
  await using gated = await GatedCommand.start(command);
  await beside(gated.pid);
  const refused = recording.follow([gated.pid]);
  if (refused.length > 0) throw new Error(`cannot follow: error ${refused[0]?.error}`);
  recording.start();
  gated.letGo();
  const code = await gated.ended();
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}`);
  return { tape: drained.finish(), pid: gated.pid };
}
