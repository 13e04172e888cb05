import type { Executor, ExecutorFamily } from '../../../shared/executors.ts';
import { familyOf } from '../../../shared/executors.ts';
import { cpuBoundFrom, ioBoundUpTo } from '../advice/verdict/probe-time.ts';
import type { TaskNature } from './task-nature.ts';

/** The worker counts that are tried of one executor. */
export interface Ladder {
  readonly executor: Executor;
  /** Where its best is most likely to lie: measured first. One of `counts`. */
  readonly anchor: number;
  /** Ascending. */
  readonly counts: readonly number[];
  /** Counts between those, tried where the best one lies. */
  readonly between: readonly number[];
  /** Of `counts`, those that answer a question of their own, and are tried however far behind the executor is. */
  readonly asked: readonly number[];
  /** Of `counts`, those that are tried before anything is repeated: by them a budget that allows few trials learns most. */
  readonly early: readonly number[];
}

export interface LadderConditions {
  readonly nature: TaskNature;
  readonly cores: number;
  /** Tasks of a trial; null: as many as it takes. */
  readonly tasks: number | null;
  /** Counts whose trial would take longer are left out, but for the anchor. */
  readonly longestTrialNs: number;
}

/** Beyond these a machine's memory and the scheduler set the limits, not the task. */
const mostWorkers = 64;
/** Python's threads start in a tenth of a millisecond: more of them are no more trouble. */
const mostLightThreads = 256;
const lightStartNs = 1e6;
/** Starting the workers of a trial may take this long. */
const longestStartNs = 2.5e9;
/** On a curve of so many counts or fewer every one is tried at once. */
const countsAtOnce = 5;

/**
 * Worker counts worth a try. A task that is on a core for the share s of its time fills c cores with c / s tasks at a time, so counts go in powers of two
 * to twice that: to twice the cores for a task that computes, to 64 for one that waits, and to 256 threads where these start at once. On an event loop, where a task in flight
 * costs next to nothing, they go in powers of ten, to 1,000 for a task that waits.
 */
export function ladderOf(executor: Executor, conditions: LadderConditions): Ladder {
  const family = familyOf(executor);
  const { tasks } = conditions;
  const { anchor, counts } =
    family === 'event-loop' ? loopCounts(conditions) : workerCounts(family, conditions);
  const within = (count: number): number => (tasks === null ? count : Math.min(count, tasks));
  const start = within(anchor);
  const all = ascending(counts.map(within)).filter(
    (count) => count === start || trialNs(family, count, conditions) <= conditions.longestTrialNs,
  );
  const first = all.length <= countsAtOnce ? all : coarse(all, start);
  const asked = askedOf(executor).filter((count) => first.includes(count));
  return {
    executor,
    anchor: start,
    counts: first,
    between: all.filter((count) => !first.includes(count)),
    asked,
    early: earlyOf(family, conditions, { asked, above: first.filter((count) => count > start) }),
  };
}

/**
 * On a loop the next count is ten times as many, which may be several times as good for a task that waits. Whether threads hold the GIL
 * decides between threads and processes for one that computes.
 */
function earlyOf(
  family: ExecutorFamily,
  { nature }: LadderConditions,
  { asked, above }: { readonly asked: readonly number[]; readonly above: readonly number[] },
): readonly number[] {
  const waits = (nature.onCpuShare ?? unknownShare) <= ioBoundUpTo;
  if (family === 'event-loop') return waits ? above : [];
  return waits ? [] : asked;
}

/** Whether threads hold the GIL shows only beside one thread. */
const askedOf = (executor: Executor): readonly number[] =>
  executor === 'concurrent.futures.ThreadPoolExecutor' ? [1] : [];

/** The counts asked for. The one nearest to the number of cores goes first. */
export function ladderAsAsked(executor: Executor, counts: readonly number[], cores: number): Ladder {
  const all = ascending(counts);
  const distance = (count: number): number => Math.abs(Math.log(count / cores));
  const anchor = all.reduce((near, count) => (distance(count) < distance(near) ? count : near), all[0] ?? 1);
  return { executor, anchor, counts: all, between: [], asked: [], early: [] };
}

/**
 * What computes on the loop itself gains nothing from others in flight. What libuv's threads compute for it, or those of an executor,
 * gains as far as there are cores: more in flight than that cost next to nothing.
 */
function loopCounts({ nature, cores, tasks }: LadderConditions) {
  const { onCpuShare, loopShare, interleaves } = nature;
  const share = onCpuShare ?? unknownShare;
  if (!interleaves || (loopShare ?? share) > 0.95) return { anchor: 1, counts: [1] };
  const filling = Math.max(10, 2 * cores);
  if (share >= cpuBoundFrom) return { anchor: filling, counts: [1, filling] };
  if (share > ioBoundUpTo) return { anchor: 10, counts: [1, 10, 100] };
  if (tasks === null || tasks > 1000) return { anchor: 100, counts: [1, 10, 100, 1000] };
  // All can wait together: nearly as many in flight would only make some of them wait for the others, and be told from all by chance.
  return { anchor: tasks, counts: [1, ...[10, 100].filter((count) => 3 * count <= tasks), tasks] };
}

const unknownShare = 0.5;

function workerCounts(family: ExecutorFamily, { nature, cores }: LadderConditions) {
  const share = nature.onCpuShare ?? unknownShare;
  const filling = cores / Math.max(share, 0.01);
  const startNs =
    family === 'process-pool' || family === 'process-per-task' ? nature.processStartNs : nature.threadStartNs;
  const isLight = family.startsWith('thread') && startNs !== null && startNs <= lightStartNs;
  const most = isLight ? mostLightThreads : mostWorkers;
  const waiting = Math.min(most, 2 ** Math.ceil(Math.log2(2 * filling) - 0.2));
  const top = share >= cpuBoundFrom ? 2 * cores : Math.max(2 * cores, waiting);
  const anchor =
    share >= cpuBoundFrom ? cores : Math.max(cores, Math.min(most / 2, 2 ** Math.round(Math.log2(filling))));
  const mostStarted = Math.max(
    cores,
    startNs === null ? top : (longestStartNs * cores) / Math.max(startNs, 1),
  );
  const counts = [cores, top, ...powersOfTwo(top)];
  // Three parameters need a fourth point to be doubted: two cores alone would give 1, 2 and 4.
  if (top === 4) counts.push(3);
  const affordable = counts.filter((count) => count <= mostStarted);
  const reachable = Math.max(cores, ...affordable.filter((count) => count <= anchor));
  return { anchor: reachable, counts: [...affordable, reachable] };
}

const powersOfTwo = (most: number): readonly number[] =>
  Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, power) => 2 ** power);

/** Every other count and the ends, with the anchor. */
const coarse = (all: readonly number[], anchor: number): readonly number[] => {
  const at = all.indexOf(anchor);
  return all.filter((_, index) => index === 0 || index === all.length - 1 || (index - at) % 2 === 0);
};

const ascending = (counts: readonly number[]): readonly number[] =>
  [...new Set(counts)].sort((a, b) => a - b);

/** How long a trial will take at least, by the task alone; 0 where that is not known. */
export function trialNs(
  family: ExecutorFamily,
  workers: number,
  { nature, cores, tasks }: Pick<LadderConditions, 'nature' | 'cores' | 'tasks'>,
): number {
  return tasks === null ? 0 : tasks / expectedRate(family, workers, { nature, cores });
}

/** Tasks a nanosecond at best: workers that wait do so side by side, workers that compute share the cores. Infinite where nothing is known. */
export function expectedRate(
  family: ExecutorFamily,
  workers: number,
  { nature, cores }: Pick<LadderConditions, 'nature' | 'cores'>,
): number {
  const { taskNs, onCpuShare, loopShare, interleaves } = nature;
  if (taskNs === null) return Number.POSITIVE_INFINITY;
  const loop = family === 'event-loop';
  const computing = (onCpuShare ?? unknownShare) * taskNs;
  const onLoop = loop ? (loopShare ?? onCpuShare ?? unknownShare) * taskNs : 0;
  const atOnce = loop && !interleaves ? 1 : workers;
  const startNs = startOfEachNs(family, nature);
  return Math.min(
    atOnce / (taskNs + startNs),
    cores / Math.max(computing + startNs, 1),
    1 / Math.max(onLoop, 1),
  );
}

/** What every single task costs to be started by itself: nothing where workers are kept. */
export function startOfEachNs(family: ExecutorFamily, { threadStartNs, processStartNs }: TaskNature): number {
  if (family === 'thread-per-task') return threadStartNs ?? 0;
  return family === 'process-per-task' ? processStartNs : 0;
}
