import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allowedModes } from './perf/recorded-command.ts';
import type { WholeAnswer } from './wakes-child.ts';

const child = fileURLToPath(new URL('wakes-child.ts', import.meta.url));
const withTracefs = 'mount -t tracefs tracefs /sys/kernel/tracing && exec "$@"';

/** Runs the child where tracefs is mounted, for it alone; why it could not, when it could not. */
function askChild(): WholeAnswer | string {
  if (!allowedModes.includes('system')) return 'the whole system may not be recorded';
  const mounts = spawnSync('unshare', ['-m', 'sh', '-c', withTracefs, 'sh', 'true'], { encoding: 'utf8' });
  if (mounts.status !== 0) return mounts.error?.message ?? mounts.stderr;
  const args = ['-m', 'sh', '-c', withTracefs, 'sh', process.execPath, child];
  const ran = spawnSync('unshare', args, { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stderr);
  const told: WholeAnswer = JSON.parse(ran.stdout);
  return told.pingPong.wakes ? told : 'wake-ups are refused';
}

const answer = askChild();
if (typeof answer === 'string') console.warn(`Wake-ups cannot be recorded here: ${answer}`);

describe.skipIf(typeof answer === 'string')('a whole recording with wake-ups', () => {
  if (typeof answer === 'string') return;
  const { pingPong, rivals } = answer;

  it('loses nothing of the fastest switches that there are, and counts them as the kernel does', () => {
    expect(pingPong).toMatchObject({ wakes: true, lost: 0, warnings: [] });
    expect(pingPong.counted).toBe(pingPong.kernels);
    expect(pingPong.counted).toBeGreaterThanOrEqual(300_000);
  });

  it('knows of each slice since when the thread was ready, and who made it so', () => {
    expect(rivals.slices.delayNs).toBeCloseTo(rivals.counted ?? Number.NaN, -1);
    expect(rivals.slices.woken).toBeGreaterThan(0);
    // The kernel counts from where it has put the thread into a queue, a little after it began to wake it; and it counts all of its
    // last moments before the first reading of the two.
    const bound = 0.05 * rivals.kernels + 5e6;
    expect(Math.abs((rivals.counted ?? Number.NaN) - rivals.kernels)).toBeLessThan(bound);
  });
});
