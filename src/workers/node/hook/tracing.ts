import { isMainThread } from 'node:worker_threads';
import { traceVariable } from '../../../shared/trace-format.ts';
import { addedVariable, Children, poolVariable } from './children.ts';
import { fieldOf, isObject, isText } from './fields.ts';
import { Loops } from './loops.ts';
import { PiscinaTasks } from './piscina.ts';
import { PoolRuns } from './pool-runs.ts';
import { Pools } from './pools.ts';
import { seeCollections, seeMarks, seeUncaught } from './spans.ts';
import { poolOf, ThreadSeat, type ThreadBriefing } from './thread-briefing.ts';
import { Threads } from './threads.ts';
import { Trace } from './trace.ts';

/** Traces this thread from now on. Throws when there is nothing to write to. */
export function startTracing(folder: string, briefing: ThreadBriefing | null, hook: string): void {
  const trace = new Trace(folder);
  const seat = briefing === null ? null : new ThreadSeat(briefing.seat);
  seat?.take(trace.tid);
  restoreEnvironment(briefing);
  const pool = briefing === null ? ownPool() : briefing.pool;
  const pools = new Pools(trace);
  const threads = new Threads(trace, pools, hook);
  threads.install();
  const children = new Children(trace, pools, hook);
  children.install();
  const piscina = new PiscinaTasks(trace, pools, (worker) => threads.tidOf(worker));
  piscina.install();
  threads.onPoolWorker = (worker, held) => piscina.follow(held, worker);
  children.onPoolProcess = (worker, held) => piscina.follow(held, worker);
  if (pool !== null) {
    const runs = new PoolRuns(trace, pool, seat);
    if (isMainThread) runs.followProcess();
    else runs.followThread();
  }
  seeMarks(trace);
  seeCollections(trace);
  seeUncaught(trace);
  const loops = new Loops(trace, () => threads.saveCounts());
  // Their threads wait for tasks without their loop, which then seems to be held up.
  if (pool?.api !== 'piscina' && pool?.api !== 'tinypool') loops.watch();
  process.on('exit', () => {
    loops.finish();
    threads.finish();
    trace.finish();
  });
}

/** The program finds the environment that was given to it. One that threads share was not changed. */
function restoreEnvironment(briefing: ThreadBriefing | null): void {
  if (!isMainThread) {
    if (briefing?.added !== null && briefing !== null) restore('NODE_OPTIONS', briefing.added.nodeOptions);
    return;
  }
  const added = parsed(process.env[addedVariable]);
  if (!isObject(added)) return;
  restore(addedVariable, null);
  restore('NODE_OPTIONS', fieldOf(added, 'nodeOptions'));
  restore(traceVariable, fieldOf(added, 'folder'));
}

function restore(name: string, value: unknown): void {
  if (isText(value)) process.env[name] = value;
  else delete process.env[name];
}

/** The pool whose worker this process is. */
function ownPool(): ThreadBriefing['pool'] {
  const pool = poolOf(parsed(process.env[poolVariable]));
  if (pool !== null) delete process.env[poolVariable];
  return pool;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
