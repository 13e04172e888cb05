import type { Box, Painter, TextStyle } from './painter.ts';
import { mixed } from './theme.ts';
import type { TimelineTheme } from './theme.ts';
import { axisTicks } from './ticks.ts';
import { pixelAt } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

export interface AxisLayout {
  /** The band of the labels; its width is the range's. */
  readonly box: Box;
  readonly range: TimeRange;
  /** How far the lines of the grid reach below the band. */
  readonly gridHeightPx: number;
}

/** Labels of the ticks, and a faint line below each. A label that would stick out at the right is left away. */
export function paintAxis(painter: Painter, theme: TimelineTheme, layout: AxisLayout): void {
  const { box, range, gridHeightPx } = layout;
  const style: TextStyle = { colour: theme.muted, size: 'small', weight: 'regular', align: 'left' };
  const { ticks, base } = axisTicks(range, box.width);
  const grid = mixed(theme.surface, theme.line, 0.6);
  const middle = box.y + box.height / 2;
  const baseEnd = base === null ? box.x : box.x + painter.textWidth(base, style) + 16;
  painter.clip({ ...box, height: box.height + gridHeightPx }, () => {
    for (const { atNs, label } of ticks) {
      const x = Math.round(box.x + pixelAt(range, box.width, atNs));
      painter.fillRect({ x, y: box.y + box.height - 5, width: 1, height: 5 }, theme.lineStrong);
      if (gridHeightPx > 0) {
        painter.fillRect({ x, y: box.y + box.height, width: 1, height: gridHeightPx }, grid);
      }
      const fits = x + 4 + painter.textWidth(label, style) <= box.x + box.width;
      if (fits && x + 4 >= baseEnd) painter.text(label, { x: x + 4, y: middle }, style);
    }
    if (base !== null) {
      painter.text(base, { x: box.x + 4, y: middle }, { ...style, colour: theme.text, weight: 'strong' });
    }
  });
  painter.fillRect({ x: box.x, y: box.y + box.height - 1, width: box.width, height: 1 }, theme.line);
}
