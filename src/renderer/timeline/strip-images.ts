import type { NodeExecutor } from '../../shared/lab-report.ts';
import type { Viewport } from '../../shared/session.ts';
import type { StripImage } from './painter.ts';
import { stripImage } from './strip-image.ts';
import type { TimelineTheme } from './theme.ts';

/** The image of each strip, made when it is first painted, and again under another theme. */
export class StripImages {
  #theme: TimelineTheme | null = null;
  #images = new WeakMap<Viewport, StripImage>();

  of(strip: Viewport, executor: NodeExecutor, theme: TimelineTheme): StripImage {
    if (theme !== this.#theme) {
      this.#theme = theme;
      this.#images = new WeakMap();
    }
    const known = this.#images.get(strip);
    if (known !== undefined) return known;
    const image = stripImage(strip, theme.sunken, theme.executors[executor]);
    this.#images.set(strip, image);
    return image;
  }
}
