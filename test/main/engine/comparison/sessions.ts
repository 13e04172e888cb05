import { join } from 'node:path';
import type { LabReport, TrialReport } from '../../../../src/shared/lab-report.ts';
import type { ProfileReport } from '../../../../src/shared/profile-report.ts';
import {
  labReport,
  profileReport,
  recordSession,
  testFolder,
  trialReport,
} from '../export/recorded-session.ts';

/** Trials of one configuration, by how long each took. Nine tasks a trial, of which each took a ninth of it. */
export const repeats = (
  executor: TrialReport['executor'],
  workers: number,
  wallMs: readonly number[],
  figures: Partial<TrialReport> = {},
): readonly TrialReport[] =>
  wallMs.map((wall_ms, index) =>
    trialReport(executor, workers, {
      repeat: index + 1,
      tasks: tasksOfTrial,
      wall_ms,
      throughput_per_s: tasksOfTrial / (wall_ms / 1e3),
      task_ms: { p50: wall_ms / tasksOfTrial, p95: wall_ms / tasksOfTrial, p99: wall_ms / tasksOfTrial },
      ...figures,
    }),
  );

const tasksOfTrial = 9;

/** Records a lab with the tasks that its trials tell of. */
export function recordLab(
  id: string,
  trials: readonly TrialReport[],
  parts: Partial<LabReport> = {},
  complete = true,
): Promise<string> {
  return recordSession(join(testFolder(), `${id}.corelane`), {
    header: { id },
    complete,
    report: labReport(trials, { complete, ...parts }),
    tasks: trials.flatMap(({ wall_ms, tasks }, trial) =>
      Array.from({ length: tasks }, (_, index) => {
        const runNs = ((wall_ms ?? 0) * 1e6) / tasksOfTrial;
        return { trial, index, submit: 0, start: index * runNs, end: (index + 1) * runNs };
      }),
    ),
  });
}

const api = 'concurrent.futures.ThreadPoolExecutor';

/** Records a profile whose tasks, of one thread pool, ran so long each. */
export function recordProfile(
  id: string,
  runsMs: readonly number[],
  parts: Partial<ProfileReport> = {},
): Promise<string> {
  return recordSession(join(testFolder(), `${id}.corelane`), {
    header: { id, command: 'profile' },
    report: profileReport(parts),
    details: { lanes: [{ number: 0, api, pool: null, pid: 1, tid: 1, name: 'pool-0' }] },
    tasks: runsMs.map((ms, index) => ({ index, lane: 0, submit: 0, start: 0, end: ms * 1e6 })),
  });
}
