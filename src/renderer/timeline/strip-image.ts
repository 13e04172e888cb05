import type { Viewport } from '../../shared/session.ts';
import type { StripImage } from './painter.ts';
import { mixed, rgbOf } from './theme.ts';

/** However little of a pixel a task fills, it is seen. */
const leastShare = 0.3;
const shades = 256;

/** An image of a strip's rows, one pixel per bucket: from `idle`, where nothing ran, to `busy`. */
export function stripImage(strip: Viewport, idle: string, busy: string): StripImage {
  const palette = Array.from({ length: shades }, (_, shade) =>
    packed(shade === 0 ? idle : mixed(idle, busy, leastShare + ((1 - leastShare) * shade) / (shades - 1))),
  );
  const colours = Uint32Array.from(palette);
  const pixels = new Uint32Array(strip.busy.length);
  for (let at = 0; at < pixels.length; at += 1) {
    const share = strip.busy[at] ?? 0;
    const shade = share > 0 || (strip.count[at] ?? 0) > 0 ? Math.max(1, Math.round(share * (shades - 1))) : 0;
    pixels[at] = colours[shade] ?? 0;
  }
  return {
    width: strip.width,
    height: strip.tracks.length,
    pixels: new Uint8ClampedArray(pixels.buffer),
  };
}

/** A colour as the four bytes of a pixel, as a little-endian number (as on all machines that run Chromium). */
function packed(colour: string): number {
  const [red, green, blue] = rgbOf(colour);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
