import process from 'node:process';
import { openSwitchRecording } from '../../../../../../src/main/engine/collector/linux/perf/open-switch-recording.ts';
import { recordCommand, onlineCores } from './recorded-command.ts';
import { pingPong } from './workloads.ts';

/** Records a ping-pong where tracefs is mounted, and prints who woke whom. */
const { recording, refused } = openSwitchRecording({ originNs: process.hrtime.bigint(), cores: onlineCores });
const wakes = recording?.wakes ?? false;
recording?.close();
const { tape, pid } = await recordCommand('system', pingPong(100, 0));
const child = tape.of('forked').find(({ otherPid }) => otherPid === pid)?.tid ?? 0;
const woken = (tid: number, by: number): number =>
  tape.of('woken').filter((event) => event.tid === tid && event.other === by && event.core === 0).length;
const answer = {
  wakes,
  refused,
  lost: tape.lost,
  parentByChild: woken(pid, child),
  childByParent: woken(child, pid),
};
process.stdout.write(JSON.stringify(answer));

export type ChildsAnswer = typeof answer;
