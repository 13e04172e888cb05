import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FindingsOrder } from '../../../../../src/main/engine/advice/findings/findings-message.ts';
import {
  profileFindings,
  type ProfileFacts,
} from '../../../../../src/main/engine/advice/findings/findings.ts';
import { lookForFindings } from '../../../../../src/main/engine/advice/findings/look-for-findings.ts';
import { asNanoseconds } from '../../../../../src/shared/units.ts';
import { taskFixture } from '../../../../support/command-line.ts';
import { recordSession, testFolder } from '../../export/recorded-session.ts';
import { conductedLab, entries } from './recorded-lab.ts';

const never = new AbortController().signal;

const facts: ProfileFacts = {
  from: asNanoseconds(0),
  to: asNanoseconds(1e9),
  cores: [0, 1],
  scheduling: { mode: 'sampled', reason: '', lost: 0, wakes: false },
  threadsMissed: 3,
  threadsNotFollowed: 2,
  ownPids: [],
};

const orderOf = (path: string): FindingsOrder => ({ command: 'profile', path, facts });

const ofProfile = async (): Promise<FindingsOrder> =>
  orderOf(await recordSession(join(testFolder(), 'run.corelane'), {}));

/** A thread that does as the text says, in place of the one that looks. */
const threadThat = (does: string): URL => new URL(`data:text/javascript,${encodeURIComponent(does)}`);

describe('looking for findings in a thread of its own', () => {
  it('finds what is found without one, and lets this one go on meanwhile', async () => {
    const order = await ofProfile();
    let turns = 0;
    const turning = setInterval(() => (turns += 1));
    const search = await lookForFindings(order, entries.findings, never);
    clearInterval(turning);
    expect(search).toEqual({ findings: profileFindings(order.path, facts), warning: null });
    expect(search.findings.map(({ id }) => id)).toEqual(['recording-incomplete']);
    expect(turns).toBeGreaterThan(0);
  });

  it('is done for a recording that was stopped, too', async () => {
    const search = await lookForFindings(await ofProfile(), entries.findings, AbortSignal.abort());
    expect(search).toMatchObject({ findings: [{ id: 'recording-incomplete' }], warning: null });
  });

  it('ends with the signal', async () => {
    const stopping = new AbortController();
    const search = lookForFindings(
      await ofProfile(),
      threadThat('setInterval(() => undefined, 1000)'),
      stopping.signal,
    );
    stopping.abort();
    expect(await search).toEqual({ findings: [], warning: expect.stringContaining('stopped') });
  });

  it('says of a session that it cannot read which one, and why', async () => {
    const path = join(testFolder(), 'missing.corelane');
    const { findings, warning } = await lookForFindings(orderOf(path), entries.findings, never);
    expect(findings).toEqual([]);
    expect(warning).toMatch(/^Findings could not be looked for: .*missing\.corelane/);
  });

  it.each([
    ['ends', 'process.exit()', /their thread ended/],
    ['throws', 'throw new Error("no luck")', /no luck/],
    ['needs more memory than it may', 'const all = []; for (;;) all.push(Array(1e6).fill(0.5))', /memory/],
  ])('takes a thread that %s for a warning', async (_, does, reason) => {
    const { findings, warning } = await lookForFindings(await ofProfile(), threadThat(does), never);
    expect(findings).toEqual([]);
    expect(warning).toMatch(reason);
  });
});

describe('a lab in which nothing can be looked for', () => {
  it('is whole, and says so', async () => {
    const { report, interrupted } = await conductedLab(
      {
        task: taskFixture('quick.mjs'),
        out: join(testFolder(), 'lab.corelane'),
        executors: ['event-loop'],
        tasks: 10,
      },
      { changed: { findings: threadThat('throw new Error("no luck")') } },
    );
    expect(interrupted).toBe(false);
    expect(report).toMatchObject({ complete: true, findings: [], trials: [{ complete: true, tasks: 10 }] });
    expect(report.warnings).toContain('Findings could not be looked for: no luck.');
  });
});
