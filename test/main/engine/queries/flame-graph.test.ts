import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerQueries } from '../../../../src/main/engine/queries/answers.ts';
import { OpenSessions } from '../../../../src/main/engine/queries/open-sessions.ts';
import type { FlameGraph, FlameScope } from '../../../../src/shared/session-queries.ts';
import { sampledNode } from '../../../support/sampled-node.ts';
import { sampledProgram } from '../../../support/sampled-program.ts';
import { tracedProgram } from '../../../support/traced-program.ts';
import { recordSession } from '../export/recorded-session.ts';

const ms = 1e6;
let ask: (of: FlameScope, fromNs?: number, toNs?: number) => Promise<FlameGraph>;
let askUnsampled: () => Promise<FlameGraph>;
let askNode: (of: FlameScope, fromNs?: number, without?: 'without slices') => Promise<FlameGraph>;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-test-'));
  const session = await recordSession(join(folder, 'run.corelane'), sampledProgram);
  const unsampled = await recordSession(join(folder, 'other.corelane'), tracedProgram);
  const node = await recordSession(join(folder, 'node.corelane'), sampledNode);
  const sliceless = await recordSession(join(folder, 'sliceless.corelane'), { ...sampledNode, slices: [] });
  const sessions = new OpenSessions();
  const queries = answerQueries(sessions);
  ask = (of, fromNs = 0, toNs = 100 * ms) => queries.flameGraph({ session, fromNs, toNs, of });
  askUnsampled = () =>
    queries.flameGraph({ session: unsampled, fromNs: 0, toNs: 100 * ms, of: { kind: 'all' } });
  askNode = (of, fromNs = 0, without) =>
    queries.flameGraph({ session: without === undefined ? node : sliceless, fromNs, toNs: 100 * ms, of });
  return () => {
    sessions.release(node);
    sessions.release(sliceless);
    sessions.release(session);
    sessions.release(unsampled);
    rmSync(folder, { recursive: true });
  };
});

/** The graph as lines: `main > fetch 3` is a path with the milliseconds of its own. */
function paths({ caller, frame, selfNs, frames }: FlameGraph): string[] {
  const names = new Map(frames.map(({ number, name }) => [number, name]));
  const pathOf = (node: number): string[] =>
    node === 0 ? [] : [...pathOf(caller[node] ?? 0), names.get(frame[node] ?? 0) ?? '?'];
  return [...caller.keys()]
    .slice(1)
    .map((node) => `${pathOf(node).join(' > ')} ${(selfNs[node] ?? 0) / ms}`)
    .sort();
}

describe('a flame graph', () => {
  it('of all is every sample of every process, by who called whom', async () => {
    const graph = await ask({ kind: 'all' });
    expect(paths(graph)).toEqual(['crunch 3', 'main 1', 'main > fetch 3', 'work 3']);
    expect([graph.sampled, graph.samples, graph.totalNs[0]]).toEqual([true, 6, 10 * ms]);
    expect(graph.remarks).toHaveLength(1);
  });

  it('of a process, of a thread and of a range has what lies in it', async () => {
    expect(paths(await ask({ kind: 'process', pid: 200 }))).toEqual(['crunch 3']);
    expect(paths(await ask({ kind: 'thread', pid: 100, tid: 101 }))).toEqual(['work 2']);
    expect(paths(await ask({ kind: 'all' }, 2 * ms, 8 * ms))).toEqual(['work 3']);
  });

  it('of a task is its own thread while it ran; of a coroutine only its steps', async () => {
    expect(paths(await ask({ kind: 'task', index: 1 }))).toEqual(['work 1']);
    expect(paths(await ask({ kind: 'task', index: 3 }))).toEqual(['main 0', 'main > fetch 1']);
    expect(paths(await ask({ kind: 'task', index: 4 }))).toEqual(['main 0', 'main > fetch 2']);
  });

  it('of a task that never started, or is none, is empty', async () => {
    expect(paths(await ask({ kind: 'task', index: 7 }))).toEqual([]);
    expect(paths(await ask({ kind: 'task', index: 99 }))).toEqual([]);
  });

  it('counts of a sample of Node what its thread was on a core until the next one', async () => {
    const main = await askNode({ kind: 'thread', pid: 300, tid: 300 });
    expect(paths(main)).toEqual(['compute 5', 'wait 1']);
    expect(main.remarks).toEqual([expect.stringContaining('on a core counts')]);
    // It had none while it was sampled.
    const waiting = await askNode({ kind: 'thread', pid: 300, tid: 301 });
    expect([paths(waiting), waiting.samples]).toEqual([[], 0]);
    // Its only slice lies before the range.
    expect(paths(await askNode({ kind: 'thread', pid: 300, tid: 301 }, 2 * ms))).toEqual([]);
  });

  it('counts wall time of Node threads of which no context switch was recorded, and says so', async () => {
    const unrecorded = await askNode({ kind: 'thread', pid: 300, tid: 302 });
    expect(paths(unrecorded)).toEqual(['wait 20']);
    expect(unrecorded.remarks).toEqual([expect.stringContaining('wall time')]);
    const sliceless = await askNode({ kind: 'thread', pid: 300, tid: 300 }, 0, 'without slices');
    expect(paths(sliceless)).toEqual(['compute 6', 'wait 20']);
    expect(sliceless.remarks).toEqual([expect.stringContaining('wall time')]);
  });

  it('of a session without CPU samples says so', async () => {
    const graph = await askUnsampled();
    expect([graph.sampled, graph.samples, paths(graph)]).toEqual([false, 0, []]);
  });
});
