import type { ProfiledProcess, ProfiledThread } from '../../../../shared/profile-report.ts';
import type { NamedThread } from '../../../../shared/session-queries.ts';
import { sumOfThreads, type ThreadFigureName, type ThreadFigures } from '../summary/thread-figures.ts';

/** A process, or one of its threads, as a row of the tree. */
export interface ThreadTreeRow {
  readonly kind: 'process' | 'thread';
  /** How far below the first process. */
  readonly depth: number;
  readonly name: string;
  /** The pid of a process, the tid of a thread. */
  readonly id: number;
  /** Of a process: its threads' together. */
  readonly figures: ThreadFigures;
}

export type ThreadSortColumn = 'name' | 'id' | ThreadFigureName;

export interface ThreadSort {
  /** Null: in the order in which they began. */
  readonly column: ThreadSortColumn | null;
  readonly descending: boolean;
}

/** The processes with the names of their threads that are known better. */
export function calledByName(
  processes: readonly ProfiledProcess[],
  names: readonly NamedThread[],
): readonly ProfiledProcess[] {
  const known = new Map(names.map(({ pid, tid, name }) => [`${pid}/${tid}`, name]));
  return processes.map((process) => ({
    ...process,
    threads: process.threads.map((thread) => ({
      ...thread,
      name: known.get(`${process.pid}/${thread.tid}`) ?? thread.name,
    })),
  }));
}

/**
 * All processes below those that started them, each followed by its threads. Sorting orders what is side by side: the tree stays.
 * A search leaves the threads whose name or number holds it, and all of the processes for which that is true.
 */
export function threadTree(
  processes: readonly ProfiledProcess[],
  search: string,
  sort: ThreadSort,
): readonly ThreadTreeRow[] {
  const wanted = search.trim().toLowerCase();
  const children = childrenOf(processes);
  const rows: ThreadTreeRow[] = [];
  const add = (process: ProfiledProcess, depth: number): boolean => {
    const at = rows.length;
    rows.push({
      kind: 'process',
      depth,
      name: process.command,
      id: process.pid,
      figures: sumOfThreads(process.threads),
    });
    const isWhole = holds(`${process.command} ${process.pid}`, wanted);
    const threads = process.threads.filter(({ name, tid }) => isWhole || holds(`${name} ${tid}`, wanted));
    rows.push(
      ...sorted(
        threads.map((thread) => rowOfThread(thread, depth + 1)),
        sort,
      ),
    );
    let isKept = isWhole || threads.length > 0;
    for (const child of sortedProcesses(children.get(process) ?? [], sort)) {
      if (add(child, depth + 1)) isKept = true;
    }
    // What leads to no hit goes again.
    if (!isKept) rows.length = at;
    return isKept;
  };
  for (const root of sortedProcesses(children.get(null) ?? [], sort)) add(root, 0);
  return rows;
}

const holds = (text: string, wanted: string): boolean => text.toLowerCase().includes(wanted);

const rowOfThread = (thread: ProfiledThread, depth: number): ThreadTreeRow => ({
  kind: 'thread',
  depth,
  name: thread.name,
  id: thread.tid,
  figures: thread,
});

/** Under null: those whose parent was not recorded. Pids can come again: a parent is the latest of its pid that began before. */
function childrenOf(
  processes: readonly ProfiledProcess[],
): ReadonlyMap<ProfiledProcess | null, readonly ProfiledProcess[]> {
  const latest = new Map<number, ProfiledProcess>();
  const children = new Map<ProfiledProcess | null, ProfiledProcess[]>();
  for (const process of processes) {
    const parent = process.ppid === null ? null : (latest.get(process.ppid) ?? null);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [process]);
    else siblings.push(process);
    latest.set(process.pid, process);
  }
  return children;
}

function sortedProcesses(
  processes: readonly ProfiledProcess[],
  sort: ThreadSort,
): readonly ProfiledProcess[] {
  if (sort.column === null) return processes;
  return processes
    .map((process) => ({
      process,
      name: process.command,
      id: process.pid,
      figures: sumOfThreads(process.threads),
    }))
    .sort(orderBy(sort))
    .map(({ process }) => process);
}

const sorted = (rows: readonly ThreadTreeRow[], sort: ThreadSort): readonly ThreadTreeRow[] =>
  sort.column === null ? rows : [...rows].sort(orderBy(sort));

type Sortable = Pick<ThreadTreeRow, 'name' | 'id' | 'figures'>;

/** What is not known comes last either way. */
const orderBy =
  ({ column, descending }: ThreadSort) =>
  (a: Sortable, b: Sortable): number => {
    const turn = descending ? -1 : 1;
    if (column === null) return 0;
    if (column === 'name') return turn * a.name.localeCompare(b.name, undefined, { numeric: true });
    const [left, right] = [valueOf(a, column), valueOf(b, column)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return turn * (left - right);
  };

const valueOf = ({ id, figures }: Sortable, column: Exclude<ThreadSortColumn, 'name'>): number | null =>
  column === 'id' ? id : figures[column];
