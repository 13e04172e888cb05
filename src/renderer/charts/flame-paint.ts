import { fitText, type Box, type Painter, type TextStyle } from '../timeline/painter.ts';
import { inkOn, type TimelineTheme } from '../timeline/theme.ts';
import { flameColour, quietFlameColour } from './flame-colours.ts';
import type { FlameBar, FlameLayout } from './flame-layout.ts';
import type { FlameHits } from './flame-search.ts';
import type { FlameFrame, FlameTree } from './flame-tree.ts';
import { nodeName } from './flame-words.ts';

export const flameRowPx = 20;
/** Between bars, so that their edges are seen. */
const gapPx = 1;
const textInsetPx = 4;
/** In less, no name says anything. */
const leastTextPx = 24;

export interface FlameView {
  readonly tree: FlameTree;
  readonly layout: FlameLayout;
  readonly hits: FlameHits | null;
  readonly selected: number | null;
  readonly hovered: number | null;
  readonly scrollTopPx: number;
}

/** The rows in sight, from the root down. */
export function paintFlame(
  painter: Painter,
  theme: TimelineTheme,
  view: FlameView,
  size: { readonly width: number; readonly height: number },
): void {
  painter.fillRect({ x: 0, y: 0, ...size }, theme.surface);
  const colours = new FlameInks(theme);
  const { rows } = view.layout;
  const first = Math.max(0, Math.floor(view.scrollTopPx / flameRowPx));
  const last = Math.min(rows.length - 1, Math.floor((view.scrollTopPx + size.height) / flameRowPx));
  for (let depth = first; depth <= last; depth += 1) {
    for (const bar of rows[depth] ?? []) paintBar(painter, view, bar, boxOf(bar, depth, view), colours);
  }
  // Outlines lie over the neighbours.
  for (let depth = first; depth <= last; depth += 1) {
    for (const bar of rows[depth] ?? []) {
      const box = boxOf(bar, depth, view);
      if (bar.node === view.selected) outlineSelected(painter, box, theme);
      else if (bar.node === view.hovered) painter.strokeRect(box, theme.text, 1);
    }
  }
}

const boxOf = ({ x, width }: FlameBar, depth: number, { scrollTopPx }: FlameView): Box => ({
  x,
  y: depth * flameRowPx - scrollTopPx,
  // The narrowest keep what they have.
  width: width > 2 * gapPx ? width - gapPx : width,
  height: flameRowPx - gapPx,
});

function paintBar(
  painter: Painter,
  { tree, hits }: FlameView,
  { node }: FlameBar,
  box: Box,
  colours: FlameInks,
): void {
  const isQuiet = hits !== null && (hits.isHit[node] ?? 0) === 0;
  const { ground, ink } = colours.of(tree.frame(node), isQuiet);
  painter.fillRect(box, ground);
  if (box.width < leastTextPx) return;
  const style: TextStyle = { colour: ink, size: 'small', weight: 'regular', align: 'left' };
  const text = fitText(painter, nodeName(tree, node), box.width - 2 * textInsetPx, style);
  if (text !== '') painter.text(text, { x: box.x + textInsetPx, y: box.y + box.height / 2 }, style);
}

/** Two lines: one of them is seen on any colour. */
function outlineSelected(painter: Painter, box: Box, theme: TimelineTheme): void {
  painter.strokeRect(box, theme.text, 2);
  if (box.width > 8) {
    painter.strokeRect(
      { x: box.x + 2, y: box.y + 2, width: box.width - 4, height: box.height - 4 },
      theme.surface,
      1,
    );
  }
}

interface FlameInk {
  readonly ground: string;
  readonly ink: string;
}

/** Mixing colours costs more than drawing with them: once per function and frame of the screen. */
class FlameInks {
  readonly #theme: TimelineTheme;
  readonly #loud = new Map<FlameFrame | null, FlameInk>();
  readonly #quiet = new Map<FlameFrame | null, FlameInk>();

  constructor(theme: TimelineTheme) {
    this.#theme = theme;
  }

  of(frame: FlameFrame | null, isQuiet: boolean): FlameInk {
    const known = isQuiet ? this.#quiet : this.#loud;
    const before = known.get(frame);
    if (before !== undefined) return before;
    const colour = flameColour(frame, this.#theme);
    const ground = isQuiet ? quietFlameColour(colour, this.#theme) : colour;
    const ink = { ground, ink: inkOn(ground) };
    known.set(frame, ink);
    return ink;
  }
}
