import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import process from 'node:process';
import { openSwitchRecording } from '../../../../../../src/main/engine/collector/linux/perf/open-switch-recording.ts';
import { onlineCores } from './recorded-command.ts';
import { tidsOf } from './thread-counters.ts';
import { recordWaitingThreads } from './waiting-threads.ts';

/** Records as the user that it is started as, and prints what came of it. */
const options = { originNs: process.hrtime.bigint(), cores: onlineCores };
const { recording, refused } = openSwitchRecording(options);
const mode = recording?.mode ?? null;
recording?.close();
const compared = mode === null ? null : await recordWaitingThreads(mode);
const answer = { mode, refused, compared, unfollowed: mode === 'process' ? followWithoutDescriptors() : [] };
process.stdout.write(JSON.stringify(answer));

export type ChildsAnswer = typeof answer;

/** The error numbers when there are file descriptors left for one thread only. */
function followWithoutDescriptors(): number[] {
  const { recording: another } = openSwitchRecording(options);
  execFileSync('prlimit', ['--pid', String(process.pid), '--nofile=256:']);
  const taken = openUntilRefused();
  for (const descriptor of taken.slice(0, onlineCores.length)) closeSync(descriptor);
  const errors = another?.follow(tidsOf(process.pid)).map(({ error }) => error) ?? [];
  another?.close();
  return errors;
}

function openUntilRefused(): number[] {
  const taken: number[] = [];
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'));
  } catch {
    return taken;
  }
}
