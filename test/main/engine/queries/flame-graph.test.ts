import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerQueries } from '../../../../src/main/engine/queries/answers.ts';
import { OpenSessions } from '../../../../src/main/engine/queries/open-sessions.ts';
import type { FlameGraph, FlameScope } from '../../../../src/shared/session-queries.ts';
import { sampledProgram } from '../../../support/sampled-program.ts';
import { tracedProgram } from '../../../support/traced-program.ts';
import { recordSession } from '../export/recorded-session.ts';

const ms = 1e6;
let ask: (of: FlameScope, fromNs?: number, toNs?: number) => Promise<FlameGraph>;
let askUnsampled: () => Promise<FlameGraph>;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-test-'));
  const session = await recordSession(join(folder, 'run.corelane'), sampledProgram);
  const unsampled = await recordSession(join(folder, 'other.corelane'), tracedProgram);
  const sessions = new OpenSessions();
  const queries = answerQueries(sessions);
  ask = (of, fromNs = 0, toNs = 100 * ms) => queries.flameGraph({ session, fromNs, toNs, of });
  askUnsampled = () =>
    queries.flameGraph({ session: unsampled, fromNs: 0, toNs: 100 * ms, of: { kind: 'all' } });
  return () => {
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

  it('of a session without CPU samples says so', async () => {
    const graph = await askUnsampled();
    expect([graph.sampled, graph.samples, paths(graph)]).toEqual([false, 0, []]);
  });
});
