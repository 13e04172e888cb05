import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ThreadCounters } from './thread-counters.ts';
import type { ChildsAnswer } from './unprivileged-child.ts';

const child = fileURLToPath(new URL('unprivileged-child.ts', import.meta.url));
const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];

/** Runs the child as somebody without privileges, behind this command; why it could not, when it could not. */
function askChild(...before: string[]): ChildsAnswer | string {
  const command = [...(process.getuid?.() === 0 ? nobody : []), ...before, process.execPath, child];
  const [program = '', ...args] = command;
  const ran = spawnSync(program, args, { encoding: 'utf8', env: { PATH: process.env['PATH'] } });
  if (ran.status !== 0) return `${command.join(' ')}: ${ran.error?.message ?? ran.stderr}`;
  const answer: ChildsAnswer = JSON.parse(ran.stdout);
  return answer.mode === 'process'
    ? answer
    : `mode ${answer.mode}: ${answer.refused[0]?.reason ?? 'all is allowed'}`;
}

const answer = askChild();
if (typeof answer === 'string') console.warn(`Nobody without privileges can be tried here: ${answer}`);

const counts = ({ blocked, preempted }: ThreadCounters): number[] => [blocked, preempted];

describe.skipIf(typeof answer === 'string')('a user without privileges', () => {
  const { refused, compared, unfollowed } =
    typeof answer === 'string' ? { refused: [], compared: null, unfollowed: [] } : answer;

  it('is told why not the whole machine is recorded, and what would allow it', () => {
    expect(refused).toMatchObject([
      {
        tried: 'system',
        reason: expect.stringContaining('does not let this user record the switches of all threads'),
        remedy: expect.stringContaining('kernel.perf_event_paranoid to 0'),
      },
    ]);
  });

  it('can record every switch of own processes', () => {
    expect(compared?.threads).toHaveLength(4);
    expect(compared?.threads.map(({ tape }) => counts(tape))).toEqual(
      compared?.threads.map(({ proc }) => counts(proc)),
    );
  });

  it('learns which threads could not be followed for want of descriptors', () => {
    expect(unfollowed.length).toBeGreaterThan(0);
    expect(new Set(unfollowed)).toEqual(new Set([constants.errno.EMFILE]));
  });

  it('gets smaller rings where memory may not be locked', () => {
    const limited = askChild('prlimit', '--memlock=0:0');
    const bytes = typeof limited === 'string' ? limited : limited.compared?.ringBytes;
    expect(bytes).toBeLessThan(4 * 2 ** 20);
    expect(bytes).toBeGreaterThanOrEqual(64 * 2 ** 10);
  });
});
