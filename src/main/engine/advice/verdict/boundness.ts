import type { TrialReport, Verdict } from '../../../../shared/lab-report.ts';
import { rankedTrials } from '../../../../shared/ranking.ts';
import type { RatioInterval } from '../../../../shared/statistics.ts';
import type { TaskProbe } from '../../../../shared/worker-protocol.ts';
import { cpuBoundFrom, ioBoundUpTo, onCpuShareOf, ownNsOf } from './probe-time.ts';
import type { Answered, VerdictBasis } from './basis.ts';
import { candidatesOf, ratioOf } from './candidates.ts';

/** Question 1: what does a task spend its time on? And of Python: does it hold the GIL meanwhile? */

export function boundnessOf(probe: TaskProbe | null): Verdict['boundness'] {
  if (probe === null || probe.wallNs <= 0) return null;
  const share = onCpuShareOf(probe);
  if (share >= cpuBoundFrom) return 'cpu';
  return share <= ioBoundUpTo ? 'io' : 'mixed';
}

/** How long one task takes alone; null: it could not be run alone. */
export const taskMsOf = (probe: TaskProbe | null): number | null =>
  probe === null ? null : ownNsOf(probe) / probe.runs / 1e6;

const answers = {
  cpu: 'CPU-bound: it computes nearly all the time, so only more cores make it faster',
  io: 'IO-bound: it waits nearly all the time, so many can wait together on few cores',
  mixed: 'mixed: it computes and waits',
};

export function boundnessStep({ probe, language, trials }: VerdictBasis): Answered {
  const boundness = boundnessOf(probe);
  const known = probe !== null && probe.wallNs > 0;
  const gil = language === 'python' && boundness !== null ? gilFinding(trials, boundness) : null;
  return {
    question: 'CPU-bound, IO-bound or mixed?',
    answer:
      (boundness === null ? 'not known: the task could not be run alone' : answers[boundness]) +
      (gil === null ? '' : `; ${gil.sentence}`),
    evidence: {
      on_cpu_share: known ? onCpuShareOf(probe) : null,
      runs: probe?.runs ?? null,
      task_ms: taskMsOf(probe),
      ...gil?.evidence,
    },
  };
}

/** Threads that reach less than this share of the speed-up their number and the cores allow are held back by something. */
const heldUpTo = 0.25;
const releasedFrom = 0.75;

const sentences = {
  held: 'it holds the GIL',
  released: 'it releases the GIL while it computes',
  'partly held': 'it holds the GIL part of the time',
  unclear: 'whether it holds the GIL is not clear from repeats that differ so much',
} as const;

/** What the whole interval of the speed-up allows to be said; null: it reaches from held to released. A single trial each has no interval. */
function gilBy(
  speedUp: number,
  interval: RatioInterval | null,
  gained: (ratio: number) => number,
): 'held' | 'released' | 'partly held' | null {
  const low = gained(interval?.low ?? speedUp);
  const high = gained(interval?.high ?? speedUp);
  if (low <= heldUpTo && high >= releasedFrom) return null;
  const middle = gained(speedUp);
  if (middle >= releasedFrom) return 'released';
  return middle <= heldUpTo ? 'held' : 'partly held';
}

/** A task that computes in Python, all of the time or some of it, on several cores, of which it was not measured that it releases the GIL. */
export function threadsUnproven({ language, probe, trials }: VerdictBasis): boolean {
  const boundness = boundnessOf(probe);
  if (language !== 'python' || boundness === null || boundness === 'io') return false;
  return (trials[0]?.cores.length ?? 1) > 1 && gilFinding(trials, boundness)?.gil !== 'released';
}

/**
 * Held or released, by how threads really scaled: the throughput of ThreadPoolExecutor with as many threads as cores against one thread. A lock of the task's
 * own has the same effect, so it is "as if". Null where threads did not run, or there is one core.
 */
export function gilFinding(trials: readonly TrialReport[], boundness: NonNullable<Verdict['boundness']>) {
  const threads = candidatesOf(
    rankedTrials(trials).filter(({ executor }) => executor === 'concurrent.futures.ThreadPoolExecutor'),
    'throughput',
  );
  const cores = trials[0]?.cores.length ?? 1;
  const one = threads.find(({ workers }) => workers === 1);
  const most = Math.max(0, ...threads.map(({ workers }) => workers).filter((count) => count <= cores));
  const many = threads.find(({ workers }) => workers === most);
  if (one === undefined || many === undefined || many === one) return null;
  const interval = ratioOf(many, one);
  const speedUp = many.score / one.score;
  const gained = (ratio: number): number => (ratio - 1) / (most - 1);
  const gil = boundness === 'io' ? 'released' : gilBy(speedUp, interval, gained);
  const figure = `${most} threads do ${speedUp.toFixed(2)} times the work of one`;
  return {
    gil,
    sentence:
      boundness === 'io'
        ? `waiting releases the GIL: ${figure}`
        : `${sentences[gil ?? 'unclear']}: ${figure}`,
    evidence: {
      gil,
      threads: most,
      threads_speed_up: speedUp,
      speed_up_low: interval?.low ?? null,
      speed_up_high: interval?.high ?? null,
    },
  } as const;
}
