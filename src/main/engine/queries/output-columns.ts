import type {
  OutputColumns,
  OutputColumnsQuery,
  OutputOverview,
  OutputPiece,
  OutputPieceQuery,
} from '../../../shared/session-queries.ts';
import type { SessionOutput, StreamPieces } from './session-output.ts';

/** On which streams anything was printed, how much and from when to when. */
export const outputOverview = ({ streams }: SessionOutput): OutputOverview => ({
  streams: streams.map(({ stream, numbers, times, linesBefore }) => ({
    stream,
    pieces: numbers.length,
    lines: linesBefore.at(-1) ?? 0,
    fromNs: times[0] ?? 0,
    toNs: times.at(-1) ?? 0,
  })),
});

/** How much was printed when, per column of a range: found by time, so that it costs the same however much was printed. */
export function outputColumns(
  { streams }: SessionOutput,
  { fromNs, toNs, width }: OutputColumnsQuery,
): OutputColumns {
  const lines = new Uint32Array(streams.length * width);
  const firstNs = new Float64Array(streams.length * width).fill(Number.NaN);
  const columnNs = (toNs - fromNs) / width;
  for (const [row, { times, linesBefore }] of streams.entries()) {
    let next = firstAtOrAfter(times, fromNs);
    for (let column = 0; column < width; column += 1) {
      const first = next;
      next = firstAtOrAfter(times, column === width - 1 ? toNs : fromNs + (column + 1) * columnNs, first);
      if (next === first) continue;
      lines[row * width + column] = (linesBefore[next] ?? 0) - (linesBefore[first] ?? 0);
      firstNs[row * width + column] = times[first] ?? Number.NaN;
    }
  }
  return { fromNs, toNs, width, streams: streams.map(({ stream }) => stream), lines, firstNs };
}

/** The piece that is meant; null: there is none. */
export function outputPiece(output: SessionOutput, { stream, of }: OutputPieceQuery): OutputPiece | null {
  const pieces = output.streams.find((one) => one.stream === stream);
  if (pieces === undefined) return null;
  const number = of.kind === 'nearest' ? nearest(pieces, of.atNs) : beside(pieces, of.number, of.kind);
  return number === undefined ? null : output.piece(number);
}

/** Of those of one moment the first. */
function nearest({ times, numbers }: StreamPieces, atNs: number): number | undefined {
  const after = firstAtOrAfter(times, atNs);
  const [earlierNs, laterNs] = [times[after - 1] ?? -Infinity, times[after] ?? Infinity];
  return atNs - earlierNs < laterNs - atNs ? numbers[firstAtOrAfter(times, earlierNs)] : numbers[after];
}

function beside(
  { numbers }: StreamPieces,
  number: number,
  direction: 'previous' | 'next',
): number | undefined {
  const at = numbers.indexOf(number);
  return at === -1 ? undefined : numbers[at + (direction === 'next' ? 1 : -1)];
}

/** By halving, among those from `from` on. */
function firstAtOrAfter(times: Float64Array, atNs: number, from = 0): number {
  let [low, high] = [from, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) < atNs) low = middle + 1;
    else high = middle;
  }
  return low;
}
