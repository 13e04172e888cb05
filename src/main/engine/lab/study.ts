import { CorelaneError } from '../../../shared/errors.ts';
import type { TaskInspection, TaskProbe } from '../../../shared/worker-protocol.ts';
import { answerWithin } from '../executors/runner-answer.ts';
import { endedWhileLoading, Runner } from '../executors/runner.ts';
import type { LabConditions } from './lab-conditions.ts';

/** What a lab learns of a task before its first trial. */
export interface Study {
  readonly inspection: TaskInspection;
  /** The task run alone; null when it ended its process or took too long. */
  readonly probe: TaskProbe | null;
  /** Why there is no probe; null when there is one. */
  readonly notProbed: string | null;
  /** Price of starting a process until it had loaded the task. */
  readonly processStartNs: number;
}

export interface StudyConditions extends LabConditions {
  readonly onProbe: () => void;
}

export const longestLoadingMs = 30_000;
const longestProbeMs = 10_000;

/**
 * Loads the module, reads its inputs and runs the task alone, in a process that ends with this. Rejects with
 * `task-invalid` or `inputs-invalid` for what is wrong with the module; what the task does wrong is no error here.
 */
export async function study(conditions: StudyConditions, signal: AbortSignal): Promise<Study> {
  const { source, originNs, taskTimeoutNs } = conditions;
  const startedAt = process.hrtime.bigint();
  const runner = new Runner({ ...conditions, cores: conditions.confinedTo, onOutput: () => undefined });
  const cancel = () => void runner.kill();
  signal.addEventListener('abort', cancel);
  try {
    runner.send({ type: 'inspect', originNs: String(originNs), source });
    const loaded = await answerWithin(longestLoadingMs, runner, runner.expect('inspected'));
    if (loaded.type === 'ended') throw endedWhileLoading(source.label, loaded.reason);
    const { inspection } = loaded.event;
    const processStartNs = Number(process.hrtime.bigint() - startedAt);

    conditions.onProbe();
    runner.send({ type: 'probe' });
    const limitMs =
      taskTimeoutNs === null ? longestProbeMs : Math.min(longestProbeMs, taskTimeoutNs / 1e6 + 1e3);
    const probed = await answerWithin(limitMs, runner, runner.expect('probed'));
    signal.throwIfAborted();
    return probed.type === 'ended'
      ? { inspection, probe: null, notProbed: probed.reason, processStartNs }
      : { inspection, probe: probed.event.probe, notProbed: null, processStartNs };
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    throw new CorelaneError('interrupted', 'Interrupted before anything was measured.', 'Run it again.');
  } finally {
    signal.removeEventListener('abort', cancel);
    await runner.close();
  }
}
