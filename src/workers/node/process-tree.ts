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
}

/** All processes, or null where /proc is not Linux's. */
function fromProc(): ProcessEntry[] | null {
  if (process.platform !== 'linux') return null;
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      // The command stands in parentheses and may itself hold any character.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 2);
      entries.push({ pid: Number(name), parent: Number(parent), alive: state !== 'Z' && state !== 'X' });
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
    .map(([pid = 0, parent = 0]) => ({ pid, parent, alive: true }));
}

/** Everything that lives below `root`, children before grandchildren, without `root` itself. */
function descendantsOf(root: number): number[] {
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
 * Kills everything below `root` and resolves with how many processes that were, once none is left. Listing and killing
 * race against forks, so it repeats until listings come back empty; what still stands after a second
 * (a process that changed its user, or one stuck in the kernel) is given up.
 */
export async function killDescendants(root: number): Promise<number> {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(root), '/T', '/F']);
    return 0;
  }
  const killed = new Set<number>();
  // A listing takes its time, and misses what changes its parent meanwhile: one that is empty proves nothing yet.
  let empty = 0;
  for (let round = 0; round < maximumRounds && empty < 2; round += 1) {
    const living = descendantsOf(root);
    empty = living.length === 0 ? empty + 1 : 0;
    for (const pid of living) {
      send('SIGKILL', pid);
      killed.add(pid);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return killed.size;
}

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
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
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
