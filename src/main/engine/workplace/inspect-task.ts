import type { LabRequest } from '../../../shared/experiment.ts';
import type { InspectedTask } from '../../../shared/workplace.ts';
import { chooseRuntime } from '../executors/task-runtime.ts';
import { answerWithin } from '../executors/runner-answer.ts';
import { endedWhileLoading, Runner } from '../executors/runner.ts';
import { longestLoadingMs } from '../lab/study.ts';
import { locateTask } from '../lab/task-file.ts';
import type { WorkerEntries } from '../worker-entries.ts';

/**
 * Loads a task module and reads its inputs, in a process that ends with this. Rejects with task-not-found, task-invalid,
 * inputs-invalid or interpreter-unusable.
 */
export async function inspectTask(
  task: string,
  choice: Pick<LabRequest, 'inputs' | 'node' | 'python'>,
  entries: WorkerEntries,
): Promise<InspectedTask> {
  const source = locateTask({ task, tasks: null, inputs: choice.inputs });
  const { runtime, because } = await chooseRuntime(source, choice);
  const runner = new Runner({ entries, runtime, cores: null, onOutput: () => undefined });
  try {
    runner.send({ type: 'inspect', originNs: String(process.hrtime.bigint()), source });
    const answer = await answerWithin(longestLoadingMs, runner, runner.expect('inspected'));
    if (answer.type === 'ended') throw endedWhileLoading(source.label, answer.reason);
    const { inspection } = answer.event;
    const { path, version, language } = runtime;
    return {
      ...inspection,
      path: source.path,
      label: inspection.name ?? source.label,
      language,
      runtime: { path, version, because },
    };
  } finally {
    await runner.close();
  }
}
