import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { EvidenceScope } from '../../../../../src/main/engine/advice/findings/evidence.ts';
import { findingsOf } from '../../../../../src/main/engine/advice/findings/findings.ts';
import { openSwitchRecording } from '../../../../../src/main/engine/collector/linux/perf/open-switch-recording.ts';
import { ProcessRoll } from '../../../../../src/main/engine/collector/scheduling/process-roll.ts';
import { Register } from '../../../../../src/main/engine/collector/scheduling/register.ts';
import { Switchboard } from '../../../../../src/main/engine/collector/scheduling/switchboard.ts';
import { ThreadRoll } from '../../../../../src/main/engine/collector/scheduling/thread-roll.ts';
import type { Finding } from '../../../../../src/shared/lab-report.ts';
import { asNanoseconds } from '../../../../../src/shared/units.ts';
import { GatedCommand } from '../../collector/linux/perf/gated-command.ts';
import { onlineCores } from '../../collector/linux/perf/recorded-command.ts';
import { EventCollection, type EventStream, eventsOf } from './event-stream.ts';
import { inSession } from './schedule.ts';

export const program = (name: string): string =>
  fileURLToPath(new URL(`../../../../fixtures/findings/programs/${name}`, import.meta.url));

/**
 * The command before all else on this machine, as far as that is allowed: other work then changes little of it. Where the kernel groups
 * processes by session, being nice counts within a group only.
 */
export const favoured = (command: readonly string[]): readonly string[] => [
  'setsid',
  'sh',
  '-c',
  '{ echo -20 > /proc/self/autogroup; renice -n -20 $$; } > /dev/null 2>&1; exec "$@"',
  'sh',
  ...command,
];

/** Full after some thousand switches. */
const smallRing = 256 * 1024;

/**
 * Records a command from its first instruction to its end. Null: the kernel refuses this mode. `stalled`: nobody empties the rings until
 * then.
 */
export async function recordRun(
  mode: EventStream['mode'],
  command: readonly string[],
  cores: readonly number[] = onlineCores,
  { stalled = false } = {},
): Promise<EventStream | null> {
  const originNs = process.hrtime.bigint();
  const now = (): number => Number(process.hrtime.bigint() - originNs);
  const { recording } = openSwitchRecording({
    originNs,
    cores: onlineCores,
    wanted: mode,
    ...(stalled ? { largestRingBytes: smallRing } : {}),
  });
  if (recording?.mode !== mode) {
    recording?.close();
    return null;
  }
  const events = new EventCollection();
  if (!stalled) recording.onFilling(() => events.take(recording.drain()));
  await using gated = await GatedCommand.start(favoured(['taskset', '-c', cores.join(','), ...command]));
  recording.follow([gated.pid]);
  recording.start();
  const from = now();
  gated.letGo();
  await gated.ended();
  const to = now();
  recording.stop();
  events.take(recording.drain({ all: true }));
  recording.close();
  return { mode, root: gated.pid, cores, from, to, ...events.columns };
}

/** Puts a stream through what a recording goes through, up to a session, and looks for findings in it. */
export async function findingsInStream(stream: EventStream): Promise<readonly Finding[]> {
  const threads = new ThreadRoll();
  const processes = new ProcessRoll(strangers);
  const rolls = { threads, processes, introductions: strangers };
  const register = new Register(rolls, { recorded: stream.mode === 'system' ? 'everybody' : 'workload' });
  const switchboard = new Switchboard(stream.time[0] ?? 0, register);
  register.present(stream.root, stream.root, 'root', stream.time[0] ?? 0);
  switchboard.take(eventsOf(stream));
  switchboard.end(stream.to);

  return inSession(
    (writer) => {
      writer.addThreads(threads.take());
      writer.addProcesses(processes.take());
      for (const batch of switchboard.slices.take()) writer.append('slices', batch);
      const losses = switchboard.takeLosses();
      writer.append('losses', {
        time: Float64Array.from(losses, ({ timeNs }) => timeNs),
        core: Uint16Array.from(losses, ({ core }) => core),
        records: Float64Array.from(losses, ({ records }) => records),
      });
    },
    (session) => findingsOf(session, scopeOf(stream)).map(({ finding }) => finding),
  );
}

const scopeOf = ({ from, to, cores, mode }: EventStream): EvidenceScope => ({
  from: asNanoseconds(from),
  to: asNanoseconds(to),
  lossesUntil: Infinity,
  cores,
  trial: null,
  lanesShareThread: false,
  mode,
  threadsMissed: 0,
  threadsNotFollowed: 0,
  ownPids: [process.pid],
});

const strangers = {
  threadName: (pid: number, tid: number): string => `thread ${tid} of ${pid}`,
  commandOf: (pid: number): string => `program-${pid}`,
  parentOf: (): null => null,
};
