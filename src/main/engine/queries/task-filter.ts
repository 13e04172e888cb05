import { outcomeCode } from '../../../shared/session.ts';
import type { TaskBatch } from '../../../shared/session.ts';
import type { TaskFilter } from '../../../shared/session-queries.ts';
import { matchText } from './task-match.ts';
import type { Names, TaskMatch } from './task-match.ts';
import { isOfApi } from './trace-labels.ts';

/** The rows a filter lets through, in order of recording. */
export function filterTasks(
  rows: TaskBatch,
  { trial, outcome, api, parent, text }: TaskFilter,
  names: Names,
): Uint32Array<ArrayBuffer> {
  const code = outcome === null ? null : outcomeCode(outcome);
  const isMeant = matchText(text, rows, names);
  const isWanted = apiFilter(api, names);
  const isChild = parentFilter(parent, names);
  return rowsMatching(
    rows,
    (row) =>
      (trial === null || rows.trial[row] === trial) &&
      (code === null || rows.outcome[row] === code) &&
      isWanted(row) &&
      isChild(row) &&
      isMeant(row),
  );
}

function apiFilter(api: TaskFilter['api'], { traces }: Names): TaskMatch {
  if (api === null) return () => true;
  return traces === null ? () => false : isOfApi(traces, api);
}

function parentFilter(parent: TaskFilter['parent'], { traces }: Names): TaskMatch {
  if (parent === undefined) return () => true;
  if (traces === null) return () => false;
  const { parent: parents } = traces.rows;
  return (row) => parents[row] === parent + 1;
}

export function rowsMatching(rows: TaskBatch, matches: TaskMatch): Uint32Array<ArrayBuffer> {
  const found = new Uint32Array(rows.index.length);
  let count = 0;
  for (let row = 0; row < rows.index.length; row += 1) {
    if (matches(row)) found[count++] = row;
  }
  return found.slice(0, count);
}
