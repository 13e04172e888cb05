import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openSwitchRecording } from '../../../../../../src/main/engine/collector/linux/perf/open-switch-recording.ts';
import { wakingFormat } from '../../../../../../src/main/engine/collector/linux/perf/tracefs.ts';
import { allowedModes, onlineCores } from './recorded-command.ts';
import type { ChildsAnswer } from './wakes-child.ts';

const child = fileURLToPath(new URL('wakes-child.ts', import.meta.url));
const withTracefs = 'mount -t tracefs tracefs /sys/kernel/tracing && exec "$@"';

/** Runs the child where tracefs is mounted, for it alone; why it could not, when it could not. */
function askChild(): ChildsAnswer | string {
  if (!allowedModes.includes('system')) return 'the whole system may not be recorded';
  const args = ['-m', 'sh', '-c', withTracefs, 'sh', process.execPath, child];
  const ran = spawnSync('unshare', args, { encoding: 'utf8' });
  if (ran.status !== 0) return ran.error?.message ?? ran.stderr;
  const told: ChildsAnswer = JSON.parse(ran.stdout);
  return told.wakes ? told : (told.refused[0]?.reason ?? 'no reason given');
}

const answer = askChild();
if (typeof answer === 'string') console.warn(`Wake-ups cannot be recorded here: ${answer}`);

describe('wake-ups', () => {
  it.skipIf(typeof answer === 'string')('are told with who woke whom', () => {
    expect(answer).toMatchObject({ wakes: true, refused: [], lost: 0 });
    if (typeof answer === 'string') return;
    // One of the two may always be pushed aside before it waits, and then nobody has to wake it.
    expect(answer.childByParent + answer.parentByChild).toBeGreaterThanOrEqual(100);
  });

  it.runIf(allowedModes.includes('system') && wakingFormat() === 'not-mounted')(
    'are missing where tracefs is not mounted, which is said with how to mount it',
    () => {
      const { recording, refused } = openSwitchRecording({
        originNs: process.hrtime.bigint(),
        cores: onlineCores,
      });
      expect(recording).toMatchObject({ mode: 'system', wakes: false });
      recording?.close();
      expect(refused).toMatchObject([
        { tried: 'wakes', remedy: expect.stringContaining('mount -t tracefs tracefs /sys/kernel/tracing') },
      ]);
    },
  );
});
