import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /**
   * Zombies are dead and only wait to be reaped. They still link the tree: the main thread of a dying process becomes one
   * while other threads of it live on, and until the last has ended its children have no other parent.
   */
  readonly alive: boolean;
  readonly stopped: boolean;
}

const everyPid = (): readonly number[] =>
  readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));

/** These processes, or all; null where /proc is not Linux's. */
function fromProc(pids?: readonly number[]): ProcessEntry[] | null {
  if (process.platform !== 'linux') return null;
  const entries: ProcessEntry[] = [];
  for (const pid of pids ?? everyPid()) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      // The command stands in parentheses and may itself hold any character.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 2);
      const alive = state !== 'Z' && state !== 'X';
      entries.push({ pid, parent: Number(parent), alive, stopped: state === 'T' });
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return entries;
}

function fromPs(): ProcessEntry[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent, alive: true, stopped: false }));
}

/** Everything that lives below `root`, children before grandchildren, without `root` itself. */
export function descendantsOf(root: number): number[] {
  const childrenByParent = Map.groupBy(fromProc() ?? fromPs(), ({ parent }) => parent);
  const found: number[] = [];
  const pending = [root];
  for (let parent = pending.pop(); parent !== undefined; parent = pending.pop()) {
    const children = childrenByParent.get(parent) ?? [];
    for (const { pid, alive } of children) {
      pending.push(pid);
      if (alive) found.push(pid);
    }
  }
  return found;
}

function send(signal: 'SIGKILL' | 'SIGSTOP', pid: number): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone, or (setuid programs) not ours to kill.
  }
}

const maximumRounds = 200;
const pauseMs = 5;

/**
 * Kills everything below `root`, and resolves once none is left. Listing and killing race against forks, so it
 * repeats until listings come back empty; what still stands after a second (a process that changed its user, or one
 * stuck in the kernel) is given up, and answered.
 */
export async function killDescendants(root: number): Promise<readonly number[]> {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(root), '/T', '/F']);
    return [];
  }
  let living: readonly number[] = [];
  // A listing takes its time, and misses what changes its parent meanwhile: one that is empty proves nothing yet.
  let empty = 0;
  for (let round = 0; round < maximumRounds && empty < 2; round += 1) {
    living = descendantsOf(root);
    empty = living.length === 0 ? empty + 1 : 0;
    for (const pid of living) send('SIGKILL', pid);
    await pause();
  }
  return living;
}

/**
 * What is left below `root` after `ms`, or at once nothing when all of it has ended by then: of most programs a helper or two
 * take a moment longer than themselves.
 */
export async function outlivingDescendants(root: number, ms: number): Promise<readonly number[]> {
  for (const deadline = performance.now() + ms; ; await pause()) {
    const living = descendantsOf(root);
    if (living.length === 0 || performance.now() >= deadline) return living;
  }
}

/** What people know a process by: its command line, or its short name where it has none. */
export function commandOf(pid: number): string {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return words === '' ? readFileSync(`/proc/${pid}/comm`, 'utf8').trim() : words;
  } catch {
    // It ended meanwhile, or this is not Linux.
    return 'unknown';
  }
}

/** Whether a signal holds the process (SIGSTOP, Ctrl-Z); not known but on Linux. */
export const isStopped = (pid: number): boolean => fromProc([pid])?.some(({ stopped }) => stopped) ?? false;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));

/**
 * Kills `root` and everything below it, where nobody adopts orphans: what loses its parent here is lost from sight. So all
 * are stopped first, for a stopped process starts nothing, until a listing shows none that still runs.
 */
export async function killTree(root: number): Promise<void> {
  const stopped = new Set<number>();
  for (let round = 0; round < maximumRounds && process.platform !== 'win32'; round += 1) {
    const running = [root, ...descendantsOf(root)].filter((pid) => !stopped.has(pid));
    if (running.length === 0) break;
    for (const pid of running) {
      send('SIGSTOP', pid);
      stopped.add(pid);
    }
  }
  for (const pid of stopped) send('SIGKILL', pid);
  await killDescendants(root);
  send('SIGKILL', root);
}

/**
 * Kills every process that was started with `entry` (NAME=VALUE) in its environment: where there is no parent left to go by.
 * Linux only; elsewhere nothing is found.
 */
export async function killMarked(entry: string): Promise<void> {
  for (let round = 0; round < maximumRounds; round += 1) {
    const marked = (fromProc() ?? []).filter(({ pid, alive }) => alive && hasInEnvironment(pid, entry));
    if (marked.length === 0) return;
    for (const { pid } of marked) send('SIGKILL', pid);
    await pause();
  }
}

function hasInEnvironment(pid: number, entry: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(entry);
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return false;
  }
}
