import { existsSync, statSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { listNumbers } from '../../../../../src/main/engine/collector/linux/proc-file.ts';
import { procIntroductions } from '../../../../../src/main/engine/collector/linux/introductions.ts';
import { linuxPlatform } from '../../../../../src/main/engine/collector/linux/platform.ts';
import { Recording, never, scopeOf } from '../recording.ts';
import { GatedCommand } from './perf/gated-command.ts';

/** Records, as somebody without privileges, a shell in which su(1) runs as root and asks for a password; prints what came of it. */
await using gated = await GatedCommand.start(['sh', '-c', 'su root -c true 2>/dev/null; :']);
await using recording = await Recording.open(linuxPlatform, never, 'process');
await recording.collector.beginTrial(scopeOf(gated.pid));
gated.letGo();
while (!runsAsRoot(childOf(gated.pid))) await sleep(5);
const { processes, warnings } = await recording.collector.endTrial();
gated.stdin.end();
const answer = {
  mode: recording.collector.scheduling.mode,
  commands: processes.map(({ command }) => command),
  warnings,
};
process.stdout.write(JSON.stringify(answer));

export type SetuidAnswer = typeof answer;

function childOf(parent: number): number | undefined {
  const pids = listNumbers('/proc');
  return typeof pids === 'symbol'
    ? undefined
    : pids.find((pid) => procIntroductions.parentOf(pid) === parent);
}

function runsAsRoot(pid: number | undefined): boolean {
  return pid !== undefined && existsSync(`/proc/${pid}`) && statSync(`/proc/${pid}`).uid === 0;
}
