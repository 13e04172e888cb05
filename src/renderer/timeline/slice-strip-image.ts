import type { StripImage } from './painter.ts';
import type { SliceStrip } from './scheduling-data.ts';
import { packed } from './strip-image.ts';
import { othersGround, othersHatch } from './theme.ts';
import type { TimelineTheme } from './theme.ts';
import type { ThreadBook } from './thread-book.ts';

/** Rows of pixels per track: heights tell shares, and leave room for a pattern. */
export const pixelRows = 6;
/** Rows of a collapsed group. */
export const summaryPixelRows = 16;

/**
 * An image of a strip, several rows of pixels per track. Each column is filled from below by the share of it that the track ran, above
 * that, striped, by the share that it waited for a core. Cores take the colour of the thread that held most of the column.
 */
export function sliceStripImage(strip: SliceStrip, book: ThreadBook, theme: TimelineTheme): StripImage {
  const { running, delayed } = strip;
  const { width } = running;
  const rows = running.tracks.length;
  const pixels = new Uint32Array(width * rows * pixelRows).fill(packed(theme.sunken));
  const inks = new Inks(book, theme);
  const waiting = packed(theme.runnable);
  const ground = packed(theme.surface);
  for (let row = 0; row < rows; row += 1) {
    const own = strip.of === 'threads' ? inks.of((running.tracks[row] ?? 0) + 1) : null;
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      const ran = levels(running.busy[at] ?? 0, running.count[at] ?? 0);
      const waited = Math.min(pixelRows - ran, levels(delayed?.busy[at] ?? 0, 0));
      if (ran === 0 && waited === 0) continue;
      const ink = own ?? inks.of(running.dominant[at] ?? 0);
      for (let level = 0; level < ran + waited; level += 1) {
        const y = row * pixelRows + pixelRows - 1 - level;
        const isStripe = (column + y) % 3 === 0;
        if (level >= ran) pixels[y * width + column] = isStripe ? ground : waiting;
        else pixels[y * width + column] = isStripe ? ink.stripe : ink.pixel;
      }
    }
  }
  return { width, height: rows * pixelRows, pixels: new Uint8ClampedArray(pixels.buffer) };
}

/** Whatever is there at all is seen. */
const levels = (share: number, begun: number): number =>
  share > 0 || begun > 0 ? Math.max(1, Math.round(Math.min(1, share) * pixelRows)) : 0;

interface Ink {
  readonly pixel: number;
  /** Another one for threads that are not of the workload. */
  readonly stripe: number;
}

/** The colours of threads as pixels, by thread + 1. */
class Inks {
  readonly #book: ThreadBook;
  readonly #theme: TimelineTheme;
  readonly #known = new Map<number, Ink>();

  constructor(book: ThreadBook, theme: TimelineTheme) {
    this.#book = book;
    this.#theme = theme;
  }

  of(stored: number): Ink {
    const known = this.#known.get(stored);
    if (known !== undefined) return known;
    const colour = stored === 0 ? null : this.#book.colour(stored - 1, this.#theme);
    const ink =
      colour === null
        ? { pixel: packed(othersGround(this.#theme)), stripe: packed(othersHatch(this.#theme)) }
        : { pixel: packed(colour), stripe: packed(colour) };
    this.#known.set(stored, ink);
    return ink;
  }
}

/** All tracks of a strip in one: the mean share that ran, from below, and above that, striped, the mean share that waited. */
export function sliceSummaryImage({ running, delayed }: SliceStrip, theme: TimelineTheme): StripImage {
  const { width } = running;
  const rows = Math.max(1, running.tracks.length);
  const pixels = new Uint32Array(width * summaryPixelRows).fill(packed(theme.sunken));
  const [ink, waiting, ground] = [packed(theme.muted), packed(theme.runnable), packed(theme.surface)];
  for (let column = 0; column < width; column += 1) {
    const ran = filled(running.busy, column, width, rows);
    const waited = delayed === null ? 0 : filled(delayed.busy, column, width, rows);
    for (let level = 0; level < Math.min(summaryPixelRows, ran + waited); level += 1) {
      const y = summaryPixelRows - 1 - level;
      const isStripe = (column + y) % 3 === 0;
      pixels[y * width + column] = level < ran ? ink : isStripe ? ground : waiting;
    }
  }
  return { width, height: summaryPixelRows, pixels: new Uint8ClampedArray(pixels.buffer) };
}

function filled(busy: Float32Array, column: number, width: number, rows: number): number {
  let sum = 0;
  for (let at = column; at < rows * width; at += width) sum += busy[at] ?? 0;
  return sum > 0 ? Math.max(1, Math.round((sum / rows) * summaryPixelRows)) : 0;
}
