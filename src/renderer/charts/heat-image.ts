import { rgbOf } from '../timeline/theme.ts';
import type { StripImage } from '../timeline/painter.ts';
import type { CoreLoadSeries } from './core-load-series.ts';

/** The colours of a heat strip, `#rrggbb`. */
export interface HeatRamp {
  readonly idle: string;
  readonly full: string;
  /** Where nothing is known. */
  readonly unknown: string;
}

/** A pixel per core and bucket, cores from the top in their order; between idle and full by the share of time that the core was busy. */
export function heatImage({ cores, timesNs, busy }: CoreLoadSeries, ramp: HeatRamp): StripImage {
  const [idle, full, unknown] = [rgbOf(ramp.idle), rgbOf(ramp.full), rgbOf(ramp.unknown)];
  const pixels = new Uint8ClampedArray(cores.length * timesNs.length * 4);
  for (let index = 0; index < cores.length * timesNs.length; index++) {
    const share = busy[index] ?? Number.NaN;
    for (const channel of [0, 1, 2] as const) {
      pixels[index * 4 + channel] = Number.isNaN(share)
        ? unknown[channel]
        : idle[channel] + (full[channel] - idle[channel]) * share;
    }
    pixels[index * 4 + 3] = 255;
  }
  return { width: timesNs.length, height: cores.length, pixels };
}
