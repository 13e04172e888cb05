import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { taskFixture } from '../../../../support/command-line.ts';
import { testFolder } from '../../export/recorded-session.ts';
import { conductedLab } from './recorded-lab.ts';
import { program } from './recorded-run.ts';
import { idsOf } from './schedule.ts';

/** Labs as they are run; what else is found, other work on this machine decides. */
const findingsOfLab = async (task: string, tasks: number) => {
  const out = join(testFolder(), 'lab.corelane');
  const { report } = await conductedLab({ task, tasks, out, executors: ['process-pool'] }, {});
  expect(report.trials).toMatchObject([{ complete: true, tasks, failed: 0 }]);
  return report.findings;
};

describe('in a lab', () => {
  it('tasks that only return what they are given are smaller than handing them over', async () => {
    const findings = await findingsOfLab(taskFixture('quick.mjs'), 300);
    const finding = findings.find(({ id }) => id === 'tiny-tasks');
    expect(finding?.title).toMatch(/^process-pool × 1: Handing over a task takes /);
    expect(finding?.evidence).toMatchObject({ executor: 'process-pool', workers: 1, tasks: 300 });
  });

  it('tasks that compute for a while are not', async () => {
    expect(idsOf(await findingsOfLab(program('lab-computes.mjs'), 150))).not.toContain('tiny-tasks');
  });
});
