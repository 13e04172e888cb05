import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ProfileReport } from '../../../../../src/shared/profile-report.ts';
import { profiled } from '../../../../support/profile-command.ts';
import { linuxPlatform } from '../../../../../src/main/engine/collector/linux/platform.ts';
import { python } from '../../collector/linux/perf/workloads.ts';

const program = fileURLToPath(new URL('../../../../fixtures/waits/threads.py', import.meta.url));
/** Long enough that a third of it is seen on a busy machine, too, where Python begins late and is found late. */
const seconds = '2.5';
const silentSeconds = '1.2';

const findingIn = ({ findings }: ProfileReport) => findings.find(({ id }) => id === 'gil-bound');

async function run(kind: string, workers: number, forSeconds: string, scheduling = 'system') {
  return findingIn(
    await profiled([python, program, kind, String(workers), forSeconds], {
      env: { CORELANE_SCHEDULING: scheduling },
    }),
  );
}

const waits = linuxPlatform.capabilities().find(({ name }) => name === 'gil-waits');
if (waits?.available === false) console.warn(`Tests of GIL waits are skipped: ${waits.reason}`);

/** Programs of which it is known what their threads wait for, unmodified and through the command line. */
describe.runIf(waits?.available === true)('the finding gil-bound', () => {
  it('is there when threads compute in Python, with what they waited and reached', async () => {
    const finding = await run('count', 4, seconds);
    const evidence = finding?.evidence;
    expect(evidence).toMatchObject({ threads: 4 });
    expect(Number(evidence?.['gil_share'])).toBeGreaterThan(Number(evidence?.['on_cpu_share']));
    expect(Number(evidence?.['gil_share'])).toBeGreaterThan(Number(evidence?.['lock_share']));
    // One thread at a time has the GIL; a little is done without it.
    expect(Number(evidence?.['cores_reached'])).toBeLessThan(1.5);
    const [from, to] = finding?.range_ms ?? [0, 0];
    expect(to - from).toBeGreaterThan(0);
  });

  it('is there when they are two', async () => {
    expect((await run('count', 2, seconds))?.evidence).toMatchObject({ threads: 2 });
  });

  it('is there when switches are not recorded', async () => {
    expect((await run('count', 4, seconds, 'sampled'))?.evidence).toMatchObject({ threads: 4 });
  });

  it('is gone when the same work runs in processes', async () => {
    expect(await run('count-in-processes', 4, silentSeconds)).toBeUndefined();
  });

  it.each([
    ['compress', 'code that releases the GIL'],
    ['digest', 'other code that releases it'],
    ['sleep', 'sleeping'],
    ['converse', 'answers through a socket'],
    ['hold', 'a lock that is held while one computes'],
  ])('is not there when threads %s: %s', async (kind) => {
    expect(await run(kind, 4, silentSeconds)).toBeUndefined();
  });
});
