import { CorelaneError } from '../../../shared/errors.ts';
import { shortName, type Executor } from '../../../shared/executors.ts';
import { affinities, type PlannedTrial } from '../../../shared/experiment.ts';
import type { PinPolicy } from '../../../shared/lab-report.ts';
import type { TaskBatch } from '../../../shared/session.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import type {
  FailureCount,
  RunnerEvent,
  WarmUp,
  WorkerAnnouncement,
} from '../../../shared/worker-protocol.ts';
import type { Collector, TrialScheduling } from '../collector/collector.ts';
import { Runner, RunnerEnded } from '../executors/runner.ts';
import type { LabConditions } from './lab-conditions.ts';

export interface TrialConditions extends LabConditions {
  readonly cores: readonly number[];
  readonly pin: PinPolicy;
  readonly warmUp: WarmUp;
  readonly collector: Collector;
  /** Number of the trial in the session. */
  readonly trial: number;
  /** What the runner's worker 0 is called in the session. */
  readonly firstWorker: number;
  readonly onPhase: (phase: 'starting' | 'running') => void;
  readonly onTasks: (batch: TaskBatch) => void;
  readonly onWorkers: (workers: readonly WorkerAnnouncement[]) => void;
  readonly onOutput: (stream: 'stdout' | 'stderr', text: string) => void;
}

/** How a trial ended. Whatever it was, all it had settled was handed to `onTasks` before. */
export type TrialEnd =
  | {
      readonly type: 'finished';
      readonly wallNs: number;
      readonly startupNs: number | null;
      readonly totals: TrialScheduling;
      readonly failures: readonly FailureCount[];
      readonly notPinned: string | null;
    }
  /** The runner died under it. `cold`: before the clock started, that is while it was warmed up. */
  | { readonly type: 'died'; readonly reason: string; readonly cold: boolean }
  /** No task settled for longer than the task timeout allows: the loop was blocked, or the API cannot end a task that runs. */
  | { readonly type: 'blocked'; readonly reason: string }
  /** Its workers could not be started: this executor cannot run this task here. */
  | { readonly type: 'refused'; readonly error: CorelaneError }
  | { readonly type: 'cancelled' };

/** What a task beyond its timeout may take to be noticed, before the runner as a whole is taken for blocked. */
const graceMs = 2_000;
/** And what starting one worker may take: until all are ready, the runner has nothing to say. */
const graceMsPerWorker = 200;

/** Runs one trial in a runner of its own, from its start to its end with nothing left of it. */
export async function runTrial(
  planned: PlannedTrial,
  conditions: TrialConditions,
  signal: AbortSignal,
): Promise<TrialEnd> {
  const watchdog = new Watchdog(conditions.taskTimeoutNs, planned);
  const hear = (event: RunnerEvent): void => {
    watchdog.feed();
    if (event.type === 'tasks') {
      renumber(event.batch, conditions);
      conditions.onTasks(event.batch);
    } else if (event.type === 'workers') {
      const workers = inSession(event.workers, conditions);
      conditions.collector.addWorkers(workers);
      conditions.onWorkers(workers);
    } else if (event.type === 'readings') {
      conditions.collector.addFinalReadings(
        event.readings.map((reading) => ({ ...reading, aliveNs: asNanoseconds(reading.aliveNs) })),
      );
    }
  };
  conditions.onPhase('starting');
  const runner = new Runner({ ...conditions, cores: conditions.confinedTo, onEvent: hear });
  const cancel = () => void runner.kill();
  signal.addEventListener('abort', cancel);
  watchdog.onBlocked = cancel;
  let running = false;
  try {
    const ready = await prepare(runner, planned, conditions);
    const workers = inSession(ready.workers, conditions);
    conditions.onWorkers(workers);
    const rootPid = await runner.pid();
    await conditions.collector.beginTrial({ trial: conditions.trial, rootPid, workers });
    running = true;
    conditions.onPhase('running');
    watchdog.feed();
    runner.send({ type: 'run' });
    const { startNs, endNs, startupNs, failures } = await runner.expect('finished');
    const totals = await conditions.collector.endTrial();
    return {
      type: 'finished',
      wallNs: endNs - startNs,
      startupNs,
      totals,
      failures,
      notPinned: ready.notPinned,
    };
  } catch (thrown) {
    if (running) await conditions.collector.endTrial();
    if (signal.aborted) return { type: 'cancelled' };
    if (watchdog.blocked !== null) return { type: 'blocked', reason: watchdog.blocked };
    if (thrown instanceof RunnerEnded) return { type: 'died', reason: thrown.message, cold: !running };
    if (thrown instanceof CorelaneError && !running) return { type: 'refused', error: thrown };
    throw thrown;
  } finally {
    watchdog.stop();
    signal.removeEventListener('abort', cancel);
    await runner.close();
  }
}

/** The runner counts workers from 0 and knows nothing of other trials. */
function renumber(batch: TaskBatch, { trial, firstWorker }: TrialConditions): void {
  batch.trial.fill(trial);
  for (let row = 0; row < batch.worker.length; row += 1) {
    batch.worker[row] = (batch.worker[row] ?? 0) + firstWorker;
  }
}

const inSession = (
  workers: readonly WorkerAnnouncement[],
  { firstWorker }: TrialConditions,
): readonly WorkerAnnouncement[] =>
  workers.map((worker) => ({ ...worker, worker: worker.worker + firstWorker }));

async function prepare(runner: Runner, planned: PlannedTrial, conditions: TrialConditions) {
  const { source, pin, cores, taskTimeoutNs, warmUp, originNs } = conditions;
  const { executor, workers } = planned;
  runner.send({
    type: 'prepare',
    originNs: String(originNs),
    setup: { source, executor, workers, affinities: affinities(planned, pin, cores), taskTimeoutNs, warmUp },
  });
  return runner.expect('ready');
}

/** Python's APIs that have no way to end a task that runs. The others end it, or the process or thread that it is in. */
const endNoTask: ReadonlySet<Executor> = new Set<Executor>([
  'concurrent.futures.ThreadPoolExecutor',
  'multiprocessing.pool.ThreadPool',
  'concurrent.futures.InterpreterPoolExecutor',
  'concurrent.futures.ProcessPoolExecutor',
  'multiprocessing.pool.Pool',
  'threading.Thread',
]);

const whyBlocked = (executor: Executor, limit: string): string =>
  endNoTask.has(executor)
    ? `a task ran for more than ${limit}, and ${shortName(executor)} cannot end a task that runs, so its process was ended`
    : `a task held the event loop for more than ${limit}, so its process was ended`;

/**
 * With a task timeout, a runner that can end what is beyond it always has something to say within it. One that says
 * nothing is blocked by a task, which only ending the process can stop.
 */
class Watchdog {
  blocked: string | null = null;
  onBlocked: () => void = () => undefined;
  readonly #timer: NodeJS.Timeout | null;
  readonly #executor: Executor;

  constructor(taskTimeoutNs: number | null, { executor, workers }: PlannedTrial) {
    this.#executor = executor;
    this.#timer =
      taskTimeoutNs === null
        ? null
        : setTimeout(
            () => this.#expire(taskTimeoutNs),
            taskTimeoutNs / 1e6 + graceMs + workers * graceMsPerWorker,
          );
  }

  feed(): void {
    this.#timer?.refresh();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #expire(taskTimeoutNs: number): void {
    const limit = `${taskTimeoutNs / 1e9} s (--task-timeout)`;
    this.blocked = whyBlocked(this.#executor, limit);
    this.onBlocked();
  }
}
