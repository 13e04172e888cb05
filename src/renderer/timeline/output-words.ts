import type { OutputPiece } from '../../shared/session-queries.ts';
import { counted } from '../../shared/figures.ts';
import { printedLines } from '../format/printed-lines.ts';
import { formatSpan } from './ticks.ts';

/** `stderr at 1.204 s: warning: slow, and 2 further lines` */
export function outputSentence({ stream, timeNs, text, lines }: OutputPiece): string {
  const [first = ''] = printedLines(text);
  const further = lines > 1 ? `, and ${counted(lines - 1, 'further line')}` : '';
  return `${stream} at ${formatSpan(timeNs, 1000)}: ${first}${further}`;
}
