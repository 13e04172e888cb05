import { once } from 'node:events';
import type { SwitchRecording } from '../../../../../../src/main/engine/collector/switch-recording.ts';
import { GatedCommand } from './gated-command.ts';
import { DrainedRecording, opened } from './recorded-command.ts';
import {
  type ThreadCounters,
  allAsleep,
  countedOnTape,
  countedSince,
  countersOf,
} from './thread-counters.ts';
import { waitingThreads } from './workloads.ts';

export interface Compared {
  readonly ringBytes: number;
  /** By thread: what /proc counted, and what was recorded. */
  readonly threads: readonly { readonly proc: ThreadCounters; readonly tape: ThreadCounters }[];
}

/** Records threads that compute and then wait, and reads what /proc counted for them while they do. */
export async function recordWaitingThreads(mode: SwitchRecording['mode']): Promise<Compared> {
  const recording = opened(mode);
  using drained = new DrainedRecording(recording);
  await using gated = await GatedCommand.start(waitingThreads);
  const refused = recording.follow([gated.pid]);
  if (refused.length > 0) throw new Error(`cannot follow: error ${refused[0]?.error}`);
  recording.start();
  const before = countersOf(gated.pid);
  gated.letGo();
  await once(gated.stdout, 'data');
  await allAsleep(gated.pid);
  const counted = countedSince(before, countersOf(gated.pid));
  const tape = drained.finish();
  const threads = [...counted].map(([tid, proc]) => ({ proc, tape: countedOnTape(tape, tid) }));
  return { ringBytes: recording.ringBytes, threads };
}
