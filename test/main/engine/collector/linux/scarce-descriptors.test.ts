import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allowedModes } from './perf/recorded-command.ts';
import type { ScarceAnswer } from './scarce-descriptors-child.ts';

const child = fileURLToPath(new URL('scarce-descriptors-child.ts', import.meta.url));

function askChild(): ScarceAnswer {
  const ran = spawnSync(process.execPath, [child], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return JSON.parse(ran.stdout);
}

describe.runIf(allowedModes.includes('process'))('a recording without enough file descriptors', () => {
  it('says in each trial what it could not follow, and goes on as before when there are some again', () => {
    const { first, someFollowed, noneFollowed, after } = askChild();
    expect(first).toEqual({ threadsNotFollowed: 0, warnings: [], ran: true });
    expect(someFollowed.threadsNotFollowed).toBeGreaterThan(0);
    expect(someFollowed.warnings).toEqual([
      expect.stringContaining(
        `${someFollowed.threadsNotFollowed} threads could not be followed (no more files may be open)`,
      ),
    ]);
    expect(someFollowed.ran).toBe(true);
    expect(noneFollowed.warnings).toEqual([
      expect.stringMatching(
        /could not be recorded, its totals are the kernel's\. There are no more file descriptors/,
      ),
    ]);
    expect(after).toEqual(first);
  });
});
