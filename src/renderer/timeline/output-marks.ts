import type { OutputColumns, OutputPiece } from '../../shared/session-queries.ts';
import { pixelAt } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** Lines that were printed within one pixel of a stream's row. */
export interface OutputMark {
  /** The pixel, from the plot's left edge. */
  readonly x: number;
  readonly lines: number;
  /** When the first of them was. */
  readonly atNs: number;
}

/** A piece of output on its row of the timeline. */
export interface PlacedPiece extends OutputPiece {
  readonly group: number;
  readonly row: number;
}

/** The marks of a stream in a range, from left to right. Columns that are narrower than a pixel are one. */
export function outputMarks(
  columns: OutputColumns,
  stream: OutputPiece['stream'],
  range: TimeRange,
  widthPx: number,
): readonly OutputMark[] {
  const row = columns.streams.indexOf(stream);
  if (row === -1) return [];
  const perNs = columns.width / (columns.toNs - columns.fromNs);
  const first = Math.max(0, Math.floor((range.fromNs - columns.fromNs) * perNs));
  const end = Math.min(columns.width, Math.ceil((range.toNs - columns.fromNs) * perNs));
  const marks: OutputMark[] = [];
  for (let at = row * columns.width + first; at < row * columns.width + end; at += 1) {
    const lines = columns.lines[at] ?? 0;
    const atNs = columns.firstNs[at] ?? Number.NaN;
    if (lines === 0 || atNs < range.fromNs || atNs > range.toNs) continue;
    const x = Math.round(pixelAt(range, widthPx, atNs));
    const last = marks.at(-1);
    if (last?.x === x) marks[marks.length - 1] = { ...last, lines: last.lines + lines };
    else marks.push({ x, lines, atNs });
  }
  return marks;
}

/** The mark at a pixel, or else the nearest within the slack; null: there is none. */
export function outputMarkAt(marks: readonly OutputMark[], x: number, slackPx: number): OutputMark | null {
  return marks.reduce<OutputMark | null>(
    (best, mark) =>
      Math.abs(mark.x - x) <= slackPx && (best === null || Math.abs(mark.x - x) < Math.abs(best.x - x))
        ? mark
        : best,
    null,
  );
}

/** From this many lines on within a pixel, a mark is as high as its row. */
const fullLines = 64;
const leastShare = 0.5;

/** How much of its row's height a mark takes: more lines are a higher mark, and a single one is seen as well. */
export const markShare = (lines: number): number =>
  leastShare + (1 - leastShare) * Math.min(1, Math.log2(Math.max(1, lines)) / Math.log2(fullLines));
