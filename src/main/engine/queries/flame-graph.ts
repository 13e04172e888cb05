import type { FlameGraph, FlameQuery, FlameScope } from '../../../shared/session-queries.ts';
import { nodeWeightRemarks, samplerRemarks } from '../../../shared/sampler-remarks.ts';
import type { TracedLanguage } from '../../../shared/trace-format.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { CallTree } from '../sampling/call-tree.ts';
import { SampleWeights } from '../sampling/sample-weights.ts';
import type { OpenedSession } from './opened-session.ts';

/** The CPU samples of a scope, added up by who called whom: CPU time, as far as it is known. */
export function flameGraph(session: OpenedSession, { fromNs, toNs, of }: FlameQuery): FlameGraph {
  const { reader } = session;
  const stacks = reader.details('stacks');
  const allFrames = reader.details('frames');
  const tree = new CallTree(stacks);
  const scope = scopeOf(session, of);
  const from = Math.max(fromNs, scope.fromNs);
  const to = Math.min(toNs, scope.toNs);
  let hasWallTime = false;
  if (from <= to) {
    const range = { from: asNanoseconds(from), to: asNanoseconds(to) };
    new SampleWeights(reader, stacks, allFrames).each(range, ({ time, pid, tid, stack, weightNs, wall }) => {
      if (!scope.has(pid, tid, time)) return;
      hasWallTime ||= wall;
      tree.add(stack, weightNs);
    });
  }
  const nodes = tree.nodes();
  const used = new Set(nodes.frame);
  const frames = allFrames.filter(({ number }) => used.has(number));
  const languages = new Set(frames.map(({ language }) => language));
  return {
    sampled: reader.count('samples') > 0,
    samples: tree.samples,
    ...nodes,
    frames,
    remarks: [...languages].sort().map((language) => remarkOn(language, hasWallTime)),
  };
}

const remarkOn = (language: TracedLanguage, hasWallTime: boolean): string =>
  language === 'node'
    ? `${samplerRemarks.node} ${nodeWeightRemarks[hasWallTime ? 'wall' : 'cpu']}`
    : samplerRemarks[language];

/** Which samples belong to a scope, and within what time they are. */
interface SampleScope {
  readonly fromNs: number;
  readonly toNs: number;
  has(pid: number, tid: number, time: number): boolean;
}

const always = { fromNs: -Infinity, toNs: Infinity };
const nothing: SampleScope = { fromNs: Infinity, toNs: -Infinity, has: () => false };

function scopeOf(session: OpenedSession, of: FlameScope): SampleScope {
  switch (of.kind) {
    case 'all':
      return { ...always, has: () => true };
    case 'process':
      return { ...always, has: (pid) => pid === of.pid };
    case 'thread':
      return { ...always, has: (pid, tid) => pid === of.pid && tid === of.tid };
    case 'task':
      return scopeOfTask(session, of.index);
  }
}

/** While it ran, on the thread that ran it; a coroutine, which shares its thread with others, during its steps. */
function scopeOfTask({ reader, tasks }: OpenedSession, index: number): SampleScope {
  const row = tasks.rowOf(index);
  const fromNs = tasks.rows.start[row] ?? Number.NaN;
  const end = tasks.rows.end[row] ?? Number.NaN;
  if (tasks.traces === null || Number.isNaN(fromNs)) return nothing;
  const toNs = Number.isNaN(end) ? Infinity : end;
  const ranOn = { pid: tasks.traces.rows.worker_pid[row] ?? 0, tid: tasks.rows.tid[row] ?? 0 };
  const isOnThread = (pid: number, tid: number): boolean => pid === ranOn.pid && tid === ranOn.tid;
  if ((tasks.traces.rows.steps[row] ?? 0) === 0) return { fromNs, toNs, has: isOnThread };
  const steps: { readonly start: number; readonly end: number }[] = [];
  for (const batch of reader.batches('steps', { from: asNanoseconds(fromNs), to: asNanoseconds(toNs) })) {
    for (let at = 0; at < batch.task.length; at += 1) {
      if (batch.task[at] === index) steps.push({ start: batch.start[at] ?? 0, end: batch.end[at] ?? 0 });
    }
  }
  steps.sort((a, b) => a.start - b.start);
  const isInStep = (time: number): boolean => {
    const step = steps[lastAtOrBefore(steps, time)];
    return step !== undefined && !(step.end < time);
  };
  return { fromNs, toNs, has: (pid, tid, time) => isOnThread(pid, tid) && isInStep(time) };
}

/** −1: none begins so early. */
function lastAtOrBefore(steps: readonly { readonly start: number }[], time: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.start ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
