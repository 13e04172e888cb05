import { CorelaneError } from '../../../shared/errors.ts';
import type { TaskInspection, TaskProbe, TaskSource } from '../../../shared/worker-protocol.ts';
import type { NodeRuntime } from '../executors/node-runtime.ts';
import { endedWhileLoading, Runner, RunnerEnded } from '../executors/runner.ts';
import type { WorkerEntries } from '../worker-entries.ts';

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

export interface StudyConditions {
  readonly entries: WorkerEntries;
  readonly runtime: NodeRuntime;
  readonly originNs: bigint;
  readonly source: TaskSource;
  /** Cores the whole process tree is held on; null: all. */
  readonly confinedTo: readonly number[] | null;
  readonly taskTimeoutNs: number | null;
  readonly onProbe: () => void;
}

const longestLoadingMs = 30_000;
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
    const { inspection } = await within(longestLoadingMs, runner, runner.expect('inspected')).catch(
      (thrown) => {
        throw thrown instanceof RunnerEnded ? endedWhileLoading(source.label, thrown) : thrown;
      },
    );
    const processStartNs = Number(process.hrtime.bigint() - startedAt);
    conditions.onProbe();
    runner.send({ type: 'probe' });
    const limitMs =
      taskTimeoutNs === null ? longestProbeMs : Math.min(longestProbeMs, taskTimeoutNs / 1e6 + 1e3);
    const probed = await within(limitMs, runner, runner.expect('probed')).catch((thrown) => {
      if (thrown instanceof RunnerEnded) return thrown;
      throw thrown;
    });
    signal.throwIfAborted();
    if (!(probed instanceof RunnerEnded)) {
      return { inspection, probe: probed.probe, notProbed: null, processStartNs };
    }
    const notProbed =
      probed.end.signal === 'SIGKILL' ? `it did not settle within ${limitMs / 1e3} s` : probed.message;
    return { inspection, probe: null, notProbed, processStartNs };
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    throw new CorelaneError('interrupted', 'Interrupted before anything was measured.', 'Run it again.');
  } finally {
    signal.removeEventListener('abort', cancel);
    await runner.close();
  }
}

/** Ends the runner when `promise` takes longer; `promise` then rejects with `RunnerEnded`. */
async function within<T>(limitMs: number, runner: Runner, promise: Promise<T>): Promise<T> {
  const timer = setTimeout(() => void runner.kill(), limitMs);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
