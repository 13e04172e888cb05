import type { NodeExecutor } from '../../shared/lab-report.ts';
import type { Viewport } from '../../shared/session.ts';
import type { StripImage } from './painter.ts';
import { stripImage, summaryImage } from './strip-image.ts';
import type { TimelineTheme } from './theme.ts';

/** The images of each strip, made when they are first painted, and again under another theme. */
export class StripImages {
  #theme: TimelineTheme | null = null;
  #lanes = new WeakMap<Viewport, StripImage>();
  #summaries = new WeakMap<Viewport, StripImage>();

  /** @param summary all lanes in one, for a collapsed trial */
  of(strip: Viewport, executor: NodeExecutor, summary: boolean, theme: TimelineTheme): StripImage {
    if (theme !== this.#theme) {
      this.#theme = theme;
      this.#lanes = new WeakMap();
      this.#summaries = new WeakMap();
    }
    const images = summary ? this.#summaries : this.#lanes;
    const known = images.get(strip);
    if (known !== undefined) return known;
    const draw = summary ? summaryImage : stripImage;
    const image = draw(strip, theme.sunken, theme.executors[executor]);
    images.set(strip, image);
    return image;
  }
}
