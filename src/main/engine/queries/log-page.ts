import type { LogRow } from '../../../shared/session.ts';
import type { LogPage, LogQuery } from '../../../shared/session-queries.ts';
import type { SessionOutput } from './session-output.ts';

/** One page of what the tasks printed. A session keeps at most 8 MB of it, so a search looks through all of it. */
export function logPage(output: SessionOutput, { trial, text, first, count }: LogQuery): LogPage {
  const numbers: number[] = [];
  if (trial === null && text === '') {
    const end = Math.min(output.count, first + count);
    for (let number = first; number < end; number += 1) numbers.push(number);
    return pageOf(output, output.count, numbers);
  }
  const wanted = text.toLowerCase();
  let total = 0;
  for (let number = 0; number < output.count; number += 1) {
    if (trial !== null && output.trial(number) !== trial) continue;
    if (!output.text(number).toLowerCase().includes(wanted)) continue;
    if (total >= first && numbers.length < count) numbers.push(number);
    total += 1;
  }
  return pageOf(output, total, numbers);
}

const pageOf = (output: SessionOutput, total: number, numbers: readonly number[]): LogPage => ({
  total,
  numbers,
  rows: numbers.map((number): LogRow => output.row(number)),
});
