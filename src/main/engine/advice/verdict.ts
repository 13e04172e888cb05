import type { Objective } from '../../../shared/experiment.ts';
import { allExecutors, familyOf, type Executor, type ExecutorFamily } from '../../../shared/executors.ts';
import type { TrialReport, Verdict, VerdictStep } from '../../../shared/lab-report.ts';
import { rankedTrials } from '../../../shared/ranking.ts';
import { median, medianRatio } from '../../../shared/statistics.ts';
import type { TaskProbe } from '../../../shared/worker-protocol.ts';

export interface VerdictBasis {
  readonly trials: readonly TrialReport[];
  readonly probe: TaskProbe | null;
  readonly objective: Objective;
  readonly processStartNs: number;
}

/** Share of wall time on a core, of a task running alone: at least this is CPU-bound. */
const cpuBoundFrom = 0.7;
/** And at most this is IO-bound. */
const ioBoundUpTo = 0.3;
/** Differences below this are not worth a more complicated API, even when they are real. */
const worthwhile = 1.03;
/** A single trial shows no spread: only a difference that no repeat would turn round counts. */
const worthwhileUnrepeated = 1.25;

/** Which executor to use, by what was measured, and how that was decided. */
export function decide(basis: VerdictBasis): Omit<Verdict, 'recipe'> {
  const boundness = boundnessOf(basis.probe);
  const candidates = rank(rankedTrials(basis.trials), basis.objective);
  const steps = [boundnessStep(basis.probe, boundness), dedicationStep(basis)];
  const [best] = candidates;
  if (best === undefined) {
    return { boundness, executor: null, workers: null, margin: null, confidence: 'cannot-tell', steps };
  }
  const equals = candidates.filter((candidate) => !clearlyBetter(best, candidate));
  const chosen = equals.length > 1 ? simplest(equals) : best;
  const rival = candidates.find((candidate) => candidate !== chosen);
  return {
    boundness,
    executor: chosen.executor,
    workers: chosen.workers,
    margin: rival === undefined ? null : chosen.score / rival.score,
    confidence: equals.length > 1 || rival === undefined ? 'within-noise' : 'clear',
    steps: [...steps, rankingStep(chosen, rival, equals, basis.objective)],
  };
}

function boundnessOf(probe: TaskProbe | null): Verdict['boundness'] {
  if (probe === null || probe.wallNs <= 0) return null;
  const share = onCpuShare(probe);
  if (share >= cpuBoundFrom) return 'cpu';
  return share <= ioBoundUpTo ? 'io' : 'mixed';
}

/**
 * Of the time that the task had, without what other programs took. Helper threads (the compiler's, the garbage collector's)
 * can make it more than one core; more than "all the time" it cannot say.
 */
const onCpuShare = ({ onCpuNs, wallNs, runDelayNs }: TaskProbe): number =>
  Math.min(1, onCpuNs / Math.max(wallNs - runDelayNs, 1));

/** A configuration with what the objective makes of each of its trials: higher is better. */
interface Candidate {
  readonly executor: Executor;
  readonly workers: number;
  readonly scores: readonly number[];
  readonly score: number;
  /** Share of its tasks that did not end well. */
  readonly failing: number;
}

/** Best first. A configuration under which more tasks failed never ranks above one under which fewer did. */
function rank(trials: readonly TrialReport[], objective: Objective): readonly Candidate[] {
  const groups = Map.groupBy(
    trials.filter((trial) => trial.complete),
    ({ executor, workers }) => `${executor} ${workers}`,
  );
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      const scores = group.map((trial) => scoreOf(trial, objective)).filter((score) => score !== null);
      const score = median(scores);
      if (first === undefined || score === null) return [];
      const tasks = group.reduce((sum, trial) => sum + trial.tasks, 0);
      const failed = group.reduce((sum, trial) => sum + trial.failed, 0);
      const failing = tasks === 0 ? 1 : failed / tasks;
      return failing === 1
        ? []
        : [{ executor: first.executor, workers: first.workers, scores, score, failing }];
    })
    .sort((a, b) => a.failing - b.failing || b.score - a.score);
}

function scoreOf(trial: TrialReport, objective: Objective): number | null {
  switch (objective) {
    case 'throughput':
      return trial.throughput_per_s;
    case 'latency':
      return inverse(trial.task_ms.p95);
    case 'memory':
      return inverse(trial.peak_rss_mb);
  }
}

const inverse = (figure: number | null): number | null =>
  figure === null || figure <= 0 ? null : 1 / figure;

/** Whether `a` is better than `b` by more than repeats of the same differ, and by enough to matter. */
function clearlyBetter(a: Candidate, b: Candidate): boolean {
  if (a === b) return false;
  if (a.failing < b.failing) return true;
  if (a.scores.length < 2 || b.scores.length < 2) return a.score / b.score >= worthwhileUnrepeated;
  const interval = medianRatio(a.scores, b.scores);
  return interval !== null && interval.low > 1 && interval.ratio >= worthwhile;
}

/** From the API with the least machinery to the one with the most; of these, the fewest workers. */
function simplest(candidates: readonly Candidate[]): Candidate {
  const [first, ...others] = candidates;
  if (first === undefined) throw new RangeError('no candidates');
  const weight = ({ executor, workers }: Candidate) => allExecutors.indexOf(executor) * 1e6 + workers;
  return others.reduce((simpler, other) => (weight(other) < weight(simpler) ? other : simpler), first);
}

function boundnessStep(probe: TaskProbe | null, boundness: Verdict['boundness']): VerdictStep {
  const answers = {
    cpu: 'CPU-bound: it computes nearly all the time, so only more cores make it faster',
    io: 'IO-bound: it waits nearly all the time, so many can wait together on few cores',
    mixed: 'mixed: it computes and waits',
  };
  return {
    step: 1,
    question: 'CPU-bound, IO-bound or mixed?',
    answer: boundness === null ? 'not known: the task could not be run alone' : answers[boundness],
    evidence: {
      on_cpu_share: probe === null || probe.wallNs <= 0 ? null : onCpuShare(probe),
      runs: probe?.runs ?? null,
      task_ms: probe === null ? null : probe.wallNs / probe.runs / 1e6,
    },
  };
}

/** A worker of its own for every task pays when starting it is small beside the task. */
const dedicatedFrom = 20;

function dedicationStep({ trials, probe, processStartNs }: VerdictBasis): VerdictStep {
  const taskMs = probe === null ? null : probe.wallNs / probe.runs / 1e6;
  const threadStartMs = startupOf(trials, 'thread-per-task') ?? (probe?.threadStartNs ?? Number.NaN) / 1e6;
  const tasks = trials.length === 0 ? null : Math.max(...trials.map((trial) => trial.tasks));
  const knows = taskMs !== null && Number.isFinite(threadStartMs);
  const dedicated = knows && taskMs >= threadStartMs * dedicatedFrom && (tasks ?? 0) <= 2;
  return {
    step: 2,
    question: 'Many ad hoc tasks, or one long complex one?',
    answer: !knows
      ? 'not known: the task could not be run alone'
      : dedicated
        ? 'few and long: a dedicated thread or process costs little beside it'
        : 'many: a pool pays the start of its workers once, a worker per task pays it every time',
    evidence: {
      tasks,
      task_ms: taskMs,
      thread_start_ms: Number.isFinite(threadStartMs) ? threadStartMs : null,
      process_start_ms:
        startupOf(trials, 'process-per-task') ?? (probe?.processStartNs ?? processStartNs) / 1e6,
    },
  };
}

const startupOf = (trials: readonly TrialReport[], family: ExecutorFamily): number | null =>
  median(
    trials
      .filter((trial) => familyOf(trial.executor) === family)
      .map((trial) => trial.startup_ms)
      .filter((ms) => ms !== null),
  );

function rankingStep(
  chosen: Candidate,
  rival: Candidate | undefined,
  equals: readonly Candidate[],
  objective: Objective,
): VerdictStep {
  const name = ({ executor, workers }: Candidate) => `${executor} × ${workers}`;
  const answer =
    rival === undefined
      ? `${name(chosen)} is the only one that ran`
      : equals.length > 1
        ? `${name(chosen)}: ${equals.length} are within noise of each other, and it is the simplest of them`
        : `${name(chosen)}, ahead of ${name(rival)}`;
  const figures = objective === 'throughput' ? 'per_s' : objective === 'latency' ? 'p95_ms' : 'peak_mb';
  const figure = (candidate: Candidate | undefined): number | null =>
    candidate === undefined ? null : objective === 'throughput' ? candidate.score : 1 / candidate.score;
  return {
    step: 3,
    question: `Which has the best ${objective}?`,
    answer,
    evidence: {
      [`chosen_${figures}`]: figure(chosen),
      [`next_${figures}`]: figure(rival),
      repeats: chosen.scores.length,
    },
  };
}
