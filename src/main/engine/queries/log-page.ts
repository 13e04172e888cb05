import type { LogRow } from '../../../shared/session.ts';
import type { LogPage, LogQuery } from '../../../shared/session-queries.ts';

/** One page of what the tasks printed. A session keeps at most 8 MB of it, so all of it is looked through. */
export function logPage(logs: Iterable<LogRow>, { trial, text, first, count }: LogQuery): LogPage {
  const wanted = text.toLowerCase();
  const rows: LogRow[] = [];
  let total = 0;
  for (const row of logs) {
    if (trial !== null && row.trial !== trial) continue;
    if (!row.text.toLowerCase().includes(wanted)) continue;
    if (total >= first && rows.length < count) rows.push(row);
    total += 1;
  }
  return { total, rows };
}
