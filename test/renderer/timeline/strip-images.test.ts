import { describe, expect, it } from 'vitest';
import { StripImages } from '../../../src/renderer/timeline/strip-images.ts';
import { rangeOf } from '../../../src/renderer/timeline/levelled-data.ts';
import { stripImage } from '../../../src/renderer/timeline/strip-image.ts';
import type { Viewport } from '../../../src/shared/session.ts';
import { theme } from './draw-log.ts';
import { evenStrip } from './sessions.ts';

const look = {
  theme,
  variant: 'tasks',
  coveredBy: rangeOf,
  draw: (strip: Viewport) => stripImage(strip, '#eeeeee', '#a00002'),
};
const seen = { fromNs: 4000, toNs: 5000 };
const whole = () => evenStrip(2, 0, 10_000, 10, 1);
const sharp = () => evenStrip(2, 3000, 6000, 10, 1);

describe('the images of strips', () => {
  it('are those of the best strip and of what it does not cover', () => {
    const images = new StripImages();
    const [coarse, fine] = [whole(), sharp()];
    const strips = (needed: typeof seen) =>
      images.toPaint([coarse, fine], needed, look).map(({ strip }) => strip);
    expect(strips(seen)).toEqual([fine]);
    expect(strips({ fromNs: 5000, toNs: 7000 })).toEqual([coarse, fine]);
  });

  it('are spread over frames while older strips can stand in', () => {
    const images = new StripImages();
    const trials = Array.from({ length: 5 }, whole);
    for (const strip of trials) images.toPaint([strip], seen, look);
    const better = trials.map((strip) => [strip, sharp()]);
    const sharpTrials = () => {
      images.beginFrame();
      return better.filter((strips) => images.toPaint(strips, seen, look)[0]?.strip === strips[1]).length;
    };
    expect([sharpTrials(), images.late]).toEqual([2, true]);
    expect([sharpTrials(), images.late]).toEqual([4, true]);
    expect([sharpTrials(), images.late]).toEqual([5, false]);
  });

  it('are made at once where there is nothing else to show', () => {
    const images = new StripImages();
    images.beginFrame();
    const trials = Array.from({ length: 8 }, whole);
    expect(trials.flatMap((strip) => images.toPaint([strip], seen, look))).toHaveLength(8);
    expect(images.late).toBe(false);
  });

  it('are made anew under another theme', () => {
    const images = new StripImages();
    const strip = whole();
    const first = images.toPaint([strip], seen, look)[0]?.image;
    expect(images.toPaint([strip], seen, look)[0]?.image).toBe(first);
    const dark = { ...look, theme: { ...theme } };
    expect(images.toPaint([strip], seen, dark)[0]?.image).not.toBe(first);
  });
});
