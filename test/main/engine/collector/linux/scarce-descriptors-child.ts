import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import process from 'node:process';
import type { TrialScheduling } from '../../../../../src/main/engine/collector/collector.ts';
import { linuxPlatform } from '../../../../../src/main/engine/collector/linux/platform.ts';
import { Recording, never, scopeOf } from '../recording.ts';
import { Subject } from '../subject.ts';
import { onlineCores } from './perf/recorded-command.ts';
import { tidsOf } from './perf/thread-counters.ts';

/** Records three trials in process mode, with fewer and fewer descriptors left, and prints what came of each. */
const limit = 400;
const filesPerThread = 3;

/** Takes all descriptors but so many; gives what to close afterwards. */
function leave(count: number): readonly number[] {
  const taken: number[] = [];
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'));
  } catch {
    for (const descriptor of taken.splice(0, count)) closeSync(descriptor);
    return taken;
  }
}

await using subject = await Subject.start();
await using recording = await Recording.open(linuxPlatform, never, 'process');
const { collector } = recording;

async function trialWith(
  left: number | null,
): Promise<Pick<TrialScheduling, 'threadsNotFollowed' | 'warnings'> & { readonly ran: boolean }> {
  const taken = left === null ? [] : leave(left);
  await collector.beginTrial(scopeOf(subject.pid));
  await subject.spin(50);
  const { threadsNotFollowed, warnings, onCpuNs } = await collector.endTrial();
  for (const descriptor of taken) closeSync(descriptor);
  return { threadsNotFollowed, warnings, ran: (onCpuNs ?? 0) > 0 };
}

const threads = tidsOf(subject.pid).length;
const first = await trialWith(null);
execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${limit}:`]);
// Enough for what is read of each thread, and for following some of them.
const someFollowed = await trialWith(onlineCores.length * 3 + filesPerThread * threads + 4);
const noneFollowed = await trialWith(1);
const after = await trialWith(null);
const answer = { first, someFollowed, noneFollowed, after };
process.stdout.write(JSON.stringify(answer));

export type ScarceAnswer = typeof answer;
