import type { SpansWithin, SpansWithinQuery } from '../../../shared/session-queries.ts';
import { spanKinds } from '../../../shared/trace-format.ts';
import type { OpenedSession } from './opened-session.ts';
import { rowsWithin } from './rows-within.ts';
import { namesOf } from './traced-tasks.ts';

/** Marks, measures, GC pauses and the like in a range, with their names and threads. */
export function spansWithin(session: OpenedSession, query: SpansWithinQuery): SpansWithin {
  const wanted = new Set(query.kinds.map((kind) => spanKinds.indexOf(kind)));
  const { total, rows: spans } = rowsWithin(session.reader, 'spans', query, ({ kind }, row) =>
    wanted.has(kind[row] ?? 0),
  );
  const { threadRows } = session;
  return {
    total,
    spans,
    threads: Uint32Array.from(spans?.pid ?? [], (pid, row) => threadRows(pid, spans?.tid[row] ?? 0) + 1),
    names: namesOf(session, spans === null ? [] : [spans.name]),
  };
}
