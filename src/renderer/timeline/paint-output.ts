import type { OutputColumns } from '../../shared/session-queries.ts';
import type { RowsPlace } from './paint.ts';
import type { Box, Painter } from './painter.ts';
import type { OutputGroup } from './output-group.ts';
import { markShare, outputMarks } from './output-marks.ts';
import type { OutputMark } from './output-marks.ts';
import type { TimelineTheme } from './theme.ts';
import { pixelAt } from './viewport.ts';

/** What was printed, in a group of its own. */
export interface OutputContent {
  readonly kind: 'output';
  readonly group: OutputGroup;
  readonly zeroNs: number;
  /** Null: not known yet. */
  readonly columns: OutputColumns | null;
}

type Stream = OutputGroup['streams'][number]['stream'];

/** A mark that stands out: the one under the pointer, or selected. */
export interface MarkedMoment {
  readonly row: number;
  readonly atNs: number;
}

/** Half the width of a mark of stderr. */
const halfPx = 4;
const barPx = 2;

/** The rows of both streams: bars where something came on stdout, triangles for stderr; the more lines, the higher. */
export function paintOutput(
  painter: Painter,
  { group, columns }: OutputContent,
  place: RowsPlace,
  theme: TimelineTheme,
): void {
  for (const [row, { stream }] of group.streams.entries()) {
    const box = { ...place.box, y: place.box.y + row * place.rowPx, height: place.rowPx };
    painter.clip(box, () => paintStream(painter, columns, stream, box, place.range, theme));
  }
}

/** Of a collapsed group all in one line, what came on stderr above the rest. */
export function paintOutputSummary(
  painter: Painter,
  { group, columns }: OutputContent,
  { box, range }: Pick<RowsPlace, 'box' | 'range'>,
  theme: TimelineTheme,
): void {
  painter.clip(box, () => {
    for (const { stream } of group.streams) paintStream(painter, columns, stream, box, range, theme);
  });
}

function paintStream(
  painter: Painter,
  columns: OutputColumns | null,
  stream: Stream,
  box: Box,
  range: RowsPlace['range'],
  theme: TimelineTheme,
): void {
  const floor = box.y + box.height - 2;
  painter.fillRect({ x: box.x, y: floor, width: box.width, height: 1 }, theme.line);
  if (columns === null) return;
  for (const mark of outputMarks(columns, stream, range, box.width)) {
    paintMark(painter, mark, stream, { ...box, height: floor - box.y }, theme);
  }
}

function paintMark(
  painter: Painter,
  { x, lines }: Pick<OutputMark, 'x' | 'lines'>,
  stream: Stream,
  box: Box,
  theme: TimelineTheme,
): void {
  const height = Math.round((box.height - 2) * markShare(lines));
  const [left, floor] = [box.x + x, box.y + box.height];
  if (stream === 'stdout') {
    painter.fillRect({ x: left - 1, y: floor - height, width: barPx, height }, theme.muted);
    return;
  }
  painter.fillTriangle(
    { x: left - halfPx, y: floor },
    { x: left, y: floor - height },
    { x: left + halfPx, y: floor },
    theme.bad,
  );
}

/** A frame around one mark. */
export function paintMarkOutline(
  painter: Painter,
  { row, atNs }: MarkedMoment,
  { box, rowPx, range }: RowsPlace,
  colour: string,
): void {
  const x = box.x + Math.round(pixelAt(range, box.width, atNs));
  if (x < box.x || x > box.x + box.width) return;
  const width = 2 * halfPx + 4;
  painter.strokeRect({ x: x - width / 2, y: box.y + row * rowPx, width, height: rowPx - 1 }, colour, 2);
}
