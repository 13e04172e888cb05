import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { reportOf } from '../../../../src/main/engine/lab/unfinished-trial.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import type { LabReport } from '../../../../src/shared/lab-report.ts';
import { labReport, recordSession, testFolder, trialReport } from '../export/recorded-session.ts';

/** What a version without scaling and recipes wrote. */
function withoutNewKeys(report: LabReport): LabReport {
  const { scaling: _scaling, verdict, ...others } = report;
  const { recipe: _recipe, ...decision } = verdict;
  return JSON.parse(JSON.stringify({ ...others, verdict: decision }));
}

describe('the report of a session', () => {
  it('is given in full of one that an earlier version recorded', async () => {
    const trials = [1, 2, 4, 8].map((workers) =>
      trialReport('thread-pool', workers, { throughput_per_s: workers * 10 }),
    );
    const path = await recordSession(join(testFolder(), 'old.corelane'), {
      report: withoutNewKeys(labReport(trials)),
    });
    const session = openSession(path);
    onTestFinished(() => session.close());
    const report = reportOf(session);
    expect(report).toMatchObject({ verdict: { executor: 'thread-pool', recipe: null } });
    if (report?.command !== 'lab') throw new Error('not the report of a lab');
    expect(report.scaling).toMatchObject([{ executor: 'thread-pool', points: [{ workers: 1 }, {}, {}, {}] }]);
  });
});
