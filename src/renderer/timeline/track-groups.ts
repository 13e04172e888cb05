import { counted, formatCount } from '../../shared/figures.ts';
import type { SchedulingTracks, ThreadTrack } from '../../shared/session-queries.ts';
import { shortCommand } from '../format/short-command.ts';
import { durationOf } from './duration-words.ts';
import { leastSplitRowPx, namedRowPx } from './layout.ts';
import type { GroupShape } from './layout.ts';
import type { OutputGroup } from './output-group.ts';
import type { PoolGroup } from './pool-groups.ts';
import { orderedFor } from './trial-groups.ts';
import type { TimeMode, TrialGroup } from './trial-groups.ts';
import type { TimeRange } from './viewport.ts';

/** The tracks of the cores: a row per core. */
export interface CoresGroup {
  readonly kind: 'cores';
  readonly id: number;
  readonly extent: TimeRange;
  readonly name: string;
  readonly summary: string;
  readonly cores: readonly number[];
}

/** The tracks of threads: a row per thread. */
export interface ThreadsGroup {
  readonly kind: 'threads';
  /**
   * `process`: the threads of one. `brief`: those of processes that did next to nothing. `rest`: those of a lab's processes that are
   * no lane's. `others`: those that only shared the cores with the workload.
   */
  readonly of: 'process' | 'brief' | 'rest' | 'others';
  readonly id: number;
  readonly extent: TimeRange;
  readonly name: string;
  readonly summary: string;
  readonly threads: readonly ThreadTrack[];
  readonly onCpuNs: number;
  readonly slices: number;
}

/** A group of rows that show tasks, each above the slices of its thread where that is one and the same. */
export type TaskGroup = TrialGroup | PoolGroup;

/** A group of rows of the timeline. Trials are known by their numbers, pools by theirs in order, all others by negative ones. */
export type TrackGroup = TaskGroup | CoresGroup | ThreadsGroup | OutputGroup;

export const coresId = -1;
const othersId = -2;
const restId = -3;
const briefId = -4;
/** After that of the output. */
const firstProcessId = -6;

/** How many rows threads take at most when the timeline opens, but for the busiest process: that is always open. */
const mostThreadRowsAtFirst = 48;

/**
 * All groups of a session: the cores, the trials of a lab or the processes of a profile in order of their first slices, each below
 * the pools that it made, and what else ran. The thread of a lane stands there, and not among those of its process.
 */
export function trackGroups(
  ofTasks: readonly TaskGroup[],
  tracks: SchedulingTracks | null,
): readonly TrackGroup[] {
  if (tracks === null || !hasSlices(tracks)) return ofTasks;
  const placed = new Set(ofTasks.flatMap(({ laneThreads }) => laneThreads));
  const [workload, others] = [
    tracks.threads.filter((track) => track.workload && !placed.has(track.thread)),
    tracks.threads.filter(({ workload: isOurs }) => !isOurs),
  ];
  const trials = trialsAmong(ofTasks);
  const pools = ofTasks.filter((group) => group.kind === 'pool');
  return [
    coresGroup(tracks),
    ...trials,
    ...(trials.length > 0 ? [...pools, ...restOf(workload)] : withPools(processesOf(workload), pools)),
    ...(others.length === 0 ? [] : [threadsGroup('others', othersId, 'Other programs', others)]),
  ];
}

export const hasSlices = ({ cores, threads }: SchedulingTracks): boolean =>
  cores.length > 0 && threads.length > 0;

function coresGroup({ cores, threads }: SchedulingTracks): CoresGroup {
  return {
    kind: 'cores',
    id: coresId,
    extent: extentOf(threads),
    name: cores.length === 1 ? 'Core' : 'Cores',
    summary: `${counted(sum(threads, 'slices'), 'slice')} of ${counted(threads.length, 'thread')}`,
    cores,
  };
}

const restOf = (threads: readonly ThreadTrack[]): readonly ThreadsGroup[] =>
  threads.length === 0 ? [] : [threadsGroup('rest', restId, 'Threads beside lanes', threads)];

/** A process that had less of the cores than this share of what the busiest one had is brief. */
const briefShare = 0.05;
/** So many brief processes at most have groups of their own: the dozens that a shell starts would push all else out of sight. */
const mostBrief = 3;

function processesOf(threads: readonly ThreadTrack[]): readonly ThreadsGroup[] {
  const groups = [...Map.groupBy(threads, ({ pid }) => pid)].map(([pid, its], at) =>
    threadsGroup('process', firstProcessId - at, processName(pid, its), its),
  );
  const busiest = Math.max(0, ...groups.map(({ onCpuNs }) => onCpuNs));
  const brief = groups.filter(({ onCpuNs }, at) => at > 0 && onCpuNs < busiest * briefShare);
  if (brief.length <= mostBrief) return groups;
  const together = threadsGroup(
    'brief',
    briefId,
    `${formatCount(brief.length)} brief processes`,
    brief.flatMap((group) => group.threads),
  );
  return [...groups.filter((group) => !brief.includes(group)), together];
}

/** Pools above the threads of the process that made them; those of processes without threads of their own come last. */
function withPools(
  processes: readonly ThreadsGroup[],
  pools: readonly PoolGroup[],
): readonly (ThreadsGroup | PoolGroup)[] {
  const byMaker = Map.groupBy(pools, ({ pid }) => pid);
  const below = processes.flatMap((group) => {
    const makers = new Set(group.threads.map(({ pid }) => pid));
    const its = [...makers].flatMap((pid) => byMaker.get(pid) ?? []);
    for (const pid of makers) byMaker.delete(pid);
    return [...its, group];
  });
  return [...below, ...[...byMaker.values()].flat()];
}

/** `4711 python3 job.py` */
function processName(pid: number, threads: readonly ThreadTrack[]): string {
  const { command = '', name = '' } = threads[0] ?? {};
  return `${pid} ${command === '' ? name : shortCommand(command.replace(/\s+/g, ' ').trim())}`;
}

function threadsGroup(
  of: ThreadsGroup['of'],
  id: number,
  name: string,
  threads: readonly ThreadTrack[],
): ThreadsGroup {
  const slices = sum(threads, 'slices');
  return {
    kind: 'threads',
    of,
    id,
    extent: extentOf(threads),
    name,
    summary: `${counted(threads.length, 'thread')}, ${counted(slices, 'slice')}, ${durationOf(sum(threads, 'onCpuNs'))} on a core`,
    threads,
    onCpuNs: sum(threads, 'onCpuNs'),
    slices,
  };
}

const sum = (threads: readonly ThreadTrack[], of: 'slices' | 'onCpuNs'): number =>
  threads.reduce((total, thread) => total + thread[of], 0);

function extentOf(threads: readonly ThreadTrack[]): TimeRange {
  let [fromNs, toNs] = [Infinity, -Infinity];
  for (const { firstNs, lastNs } of threads) {
    fromNs = Math.min(fromNs, firstNs);
    toNs = Math.max(toNs, lastNs);
  }
  return { fromNs, toNs: Math.max(toNs, fromNs + 1) };
}

/** The groups in the order shown. Cores and threads have no place where every trial begins at 0. */
export function shownGroups(mode: TimeMode, groups: readonly TrackGroup[]): readonly TrackGroup[] {
  return mode === 'recorded' ? groups : orderedFor(mode, trialsAmong(groups));
}

export const isOfTasks = (group: TrackGroup): group is TaskGroup =>
  group.kind === 'trial' || group.kind === 'pool';

/** Whether its tasks are coroutines: they run step by step on the thread of their loop. */
export const inSteps = (group: TaskGroup): boolean => group.kind === 'pool' && group.inSteps;

export const taskGroupsAmong = (groups: readonly TrackGroup[]): readonly TaskGroup[] =>
  groups.filter(isOfTasks);

export const trialsAmong = (groups: readonly TrackGroup[]): readonly TrialGroup[] =>
  groups.filter((group) => group.kind === 'trial');

/** Whether the rows that are open at first are more than a window holds: then no one moment shows what most of them did. */
export const isCrowded = (groups: readonly TrackGroup[]): boolean => {
  const collapsed = new Set(collapsedAtFirst(groups));
  const open = groups.filter(({ kind, id }) => kind === 'threads' && !collapsed.has(id));
  return open.reduce((rows, group) => rows + rowsOf(group), 0) > mostThreadRowsAtFirst;
};

/** A pool of more lanes begins collapsed: thousands of coroutines would push all else out of sight. */
const mostOpenLanes = 128;

/** The groups that begin collapsed: what is not the workload's, and the less busy processes once the rows are many. */
export function collapsedAtFirst(groups: readonly TrackGroup[]): readonly number[] {
  const threads = groups.filter((group) => group.kind === 'threads');
  const busiestFirst = threads.filter(({ of }) => of === 'process').toSorted((a, b) => b.onCpuNs - a.onCpuNs);
  let rows = 0;
  const open = busiestFirst.filter((group, at) => {
    if (at > 0 && rows + group.threads.length > mostThreadRowsAtFirst) return false;
    rows += group.threads.length;
    return true;
  });
  const ids = new Set(open.map(({ id }) => id));
  const hugePools = groups.filter((group) => group.kind === 'pool' && group.lanes > mostOpenLanes);
  return [...threads.filter(({ id }) => !ids.has(id)), ...hugePools].map(({ id }) => id);
}

export function rowsOf(group: TrackGroup): number {
  switch (group.kind) {
    case 'trial':
    case 'pool':
      return group.lanes;
    case 'cores':
      return group.cores.length;
    case 'threads':
      return group.threads.length;
    case 'output':
      return group.streams.length;
  }
}

/** More cores than this are a picture rather than a list of names. */
const mostNamedCores = 16;
const unnamedCoreRowPx = 8;
/** More lanes than this have no room for slices below their tasks, unless everything fits. */
const mostSplitLanes = 16;

/** How the group is laid out: rows of threads keep their names, however many there are. */
export function shapeOf(group: TrackGroup): GroupShape {
  const shape = { id: group.id, rows: rowsOf(group) };
  switch (group.kind) {
    case 'trial':
    case 'pool': {
      if (group.lanes > mostSplitLanes) return shape;
      const isSplit = group.laneThreads.some((thread) => thread !== null) || inSteps(group);
      if (isSplit) return { ...shape, leastRowPx: leastSplitRowPx };
      // What ran is written on the bars: that a row is narrow must not hide it.
      return group.kind === 'pool' ? { ...shape, leastRowPx: namedRowPx + 3 } : shape;
    }
    case 'cores':
      return {
        ...shape,
        leastRowPx: group.cores.length <= mostNamedCores ? namedRowPx + 3 : unnamedCoreRowPx,
      };
    case 'threads':
      return { ...shape, leastRowPx: namedRowPx + 3 };
    case 'output':
      return { ...shape, leastRowPx: namedRowPx + 1, mostRowPx: namedRowPx + 3 };
  }
}

/** The tracks of slices that the rows [first, end) show; lanes that several threads served, and output, show none. */
export function sliceTracks(group: TrackGroup, first: number, end: number): readonly number[] {
  switch (group.kind) {
    case 'trial':
    case 'pool':
      return group.laneThreads.slice(first, end).filter((thread) => thread !== null);
    case 'cores':
      return group.cores.slice(first, end);
    case 'threads':
      return group.threads.slice(first, end).map(({ thread }) => thread);
    case 'output':
      return [];
  }
}

/** The track of slices of one row; null: it has none. */
export const sliceTrack = (group: TrackGroup, row: number): number | null =>
  (isOfTasks(group) ? group.laneThreads[row] : sliceTracks(group, row, row + 1)[0]) ?? null;

/** The row of a thread; −1: it has none. */
export const rowOfThread = (group: TrackGroup, thread: number): number =>
  group.kind === 'threads'
    ? group.threads.findIndex((track) => track.thread === thread)
    : isOfTasks(group)
      ? group.laneThreads.indexOf(thread)
      : -1;

export function rowName(group: TrackGroup, row: number): string {
  switch (group.kind) {
    case 'trial':
    case 'pool': {
      const name = group.laneNames[row] ?? '';
      return name === '' ? `lane ${row}` : name;
    }
    case 'cores':
      return `core ${group.cores[row] ?? row}`;
    case 'threads': {
      const track = group.threads[row];
      if (track === undefined) return '';
      const name = track.name === '' ? track.command : track.name;
      return group.of === 'process' ? `${name} · ${track.tid}` : `${name} · ${track.pid}/${track.tid}`;
    }
    case 'output':
      return group.streams[row]?.stream ?? '';
  }
}

/** `thread-pool × 2, repeat 1` of a trial, else the group's name. */
export const groupTitle = (group: TrackGroup): string =>
  group.kind === 'trial' && group.repeatName !== '' ? `${group.name}, ${group.repeatName}` : group.name;
