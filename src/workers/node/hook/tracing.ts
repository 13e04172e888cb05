import asyncHooks from 'node:async_hooks';
import { isMainThread } from 'node:worker_threads';
import { traceVariable } from '../../../shared/trace-format.ts';
import { seeCalls, seeConstructed } from './builtins.ts';
import { addedVariable, Children, poolVariable } from './children.ts';
import { areSamplesWanted, CpuSamples } from './cpu-samples.ts';
import { fieldOf, isObject, isText } from './fields.ts';
import { Loops } from './loops.ts';
import { quiet } from './guard.ts';
import { PiscinaTasks } from './piscina.ts';
import { PoolRuns } from './pool-runs.ts';
import { PoolifierTasks } from './poolifier.ts';
import { Pools, type PoolWorker } from './pools.ts';
import { seeCollections, seeMarks, seeUncaught } from './spans.ts';
import { poolOf, ThreadSeat, type ThreadBriefing } from './thread-briefing.ts';
import { Threads } from './threads.ts';
import { Trace } from './trace.ts';
import { WorkerpoolTasks } from './workerpool.ts';

/** Traces this thread from now on. Throws when there is nothing to write to. */
export function startTracing(folder: string, briefing: ThreadBriefing | null, hook: string): void {
  restoreEnvironment(briefing);
  const pool = briefing === null ? ownPool() : briefing.pool;
  const trace = new Trace(folder);
  const seat = briefing === null ? null : new ThreadSeat(briefing.seat);
  seat?.take(trace.tid);
  const pools = new Pools(trace);
  const threads = new Threads(trace, pools, hook);
  threads.install();
  const children = new Children(trace, pools, hook);
  children.install();
  const piscina = new PiscinaTasks(trace, pools, (worker) => threads.tidOf(worker));
  const workerpool = new WorkerpoolTasks(trace, pools);
  const poolifier = new PoolifierTasks(trace, pools);
  poolifier.install();
  seeResources((type, resource, options) => {
    if (type.startsWith('poolifier:')) poolifier.seeResource(type, resource, options);
    else piscina.seeResource(type, resource, options);
  });
  const followWorker = (worker: PoolWorker, held: object, packageFiles: readonly string[]) => {
    if (worker.api === 'workerpool') workerpool.follow(packageFiles);
    else if (worker.api === 'poolifier') poolifier.follow(held, worker);
    else piscina.follow(held, worker);
  };
  threads.onPoolWorker = followWorker;
  children.onPoolProcess = followWorker;
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
  const samples = areSamplesWanted(folder) ? samplesOf(trace, hook) : null;
  const finish = quiet(() => {
    samples?.finish();
    loops.finish();
    threads.finish();
    trace.finish();
  });
  process.on(
    'exit',
    quiet((code: number) => {
      seat?.leave(code);
      finish();
    }),
  );
  // A process that becomes another program ends without telling anybody.
  if (isMainThread) {
    seeCalls(process, 'execve', (_, words, start) => {
      finish();
      return start(words);
    });
  }
}

/** Null: this Node has no inspector. */
function samplesOf(trace: Trace, hook: string): CpuSamples | null {
  try {
    const samples = new CpuSamples(trace, hook);
    samples.begin();
    return samples;
  } catch {
    return null;
  }
}

/** Shows resources of classes that extend AsyncResource, or are one: most pools make one of each task. */
function seeResources(see: (type: string, resource: object, options: unknown) => void): void {
  seeConstructed(asyncHooks, 'AsyncResource', (resource, words) => {
    const [type, options] = words;
    if (isText(type)) see(type, resource, options);
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
