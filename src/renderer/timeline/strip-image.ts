import type { Viewport } from '../../shared/session.ts';
import type { StripImage } from './painter.ts';
import { mixed, rgbOf } from './theme.ts';

/** However little of a pixel a task fills, it is seen. */
const leastShare = 0.3;
const shades = 256;

/** An image of a strip's rows, one pixel per bucket: from `idle`, where nothing ran, to `busy`. */
export function stripImage(strip: Viewport, idle: string, busy: string): StripImage {
  const colours = palette(idle, busy);
  const pixels = new Uint32Array(strip.busy.length);
  const { busy: shares, count } = strip;
  for (let at = 0; at < pixels.length; at += 1) {
    const share = shares[at] ?? 0;
    // Nothing and all of a pixel are by far the most frequent.
    const shade = share >= 1 ? shades - 1 : Math.round(share * (shades - 1));
    pixels[at] = colours[shade === 0 && (share > 0 || (count[at] ?? 0) > 0) ? 1 : shade] ?? 0;
  }
  return {
    width: strip.width,
    height: strip.tracks.length,
    pixels: new Uint8ClampedArray(pixels.buffer),
  };
}

const palettes = new Map<string, Uint32Array>();

/** The colours from idle to busy, as pixels. Few are ever needed: two themes of five executors. */
function palette(idle: string, busy: string): Uint32Array {
  const key = `${idle} ${busy}`;
  const known = palettes.get(key);
  if (known !== undefined) return known;
  const share = (shade: number) => leastShare + ((1 - leastShare) * shade) / (shades - 1);
  const made = Uint32Array.from({ length: shades }, (_, shade) =>
    packed(shade === 0 ? idle : mixed(idle, busy, share(shade))),
  );
  palettes.set(key, made);
  return made;
}

/** Rows of a summary: as fine as a collapsed trial is high. */
export const summaryRows = 16;

/** All rows of a strip in one: each column is filled from below by the share of the rows that were busy. */
export function summaryImage(strip: Viewport, idle: string, busy: string): StripImage {
  const { width } = strip;
  const shares = new Float32Array(width);
  for (let row = 0; row < strip.busy.length; row += width) {
    for (let column = 0; column < width; column += 1) {
      shares[column] = (shares[column] ?? 0) + (strip.busy[row + column] ?? 0);
    }
  }
  const [below, above] = [packed(busy), packed(idle)];
  const pixels = new Uint32Array(width * summaryRows).fill(above);
  for (let column = 0; column < width; column += 1) {
    const share = (shares[column] ?? 0) / Math.max(1, strip.tracks.length);
    const filled = share > 0 ? Math.max(1, Math.round(share * summaryRows)) : 0;
    for (let row = summaryRows - filled; row < summaryRows; row += 1) pixels[row * width + column] = below;
  }
  return { width, height: summaryRows, pixels: new Uint8ClampedArray(pixels.buffer) };
}

/** A colour as the four bytes of a pixel, as a little-endian number (as on all machines that run Chromium). */
export function packed(colour: string): number {
  const [red, green, blue] = rgbOf(colour);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
