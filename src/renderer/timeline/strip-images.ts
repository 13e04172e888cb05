import type { StripImage } from './painter.ts';
import type { TimelineTheme } from './theme.ts';
import { contains } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** An answer brings strips of all groups in sight; with more images than this a frame would take too long. */
const mostPerFrame = 2;

/** How the strips of a group are to look. */
export interface StripLook<S> {
  readonly theme: TimelineTheme;
  /** What the image shows of the strip: there is one image of each strip and variant. */
  readonly variant: string;
  readonly coveredBy: (strip: S) => TimeRange;
  readonly draw: (strip: S) => StripImage;
}

export interface PaintedStrip<S> {
  readonly strip: S;
  readonly image: StripImage;
}

/** The images of each strip, made when they are first painted, and again under another theme. */
export class StripImages {
  #theme: TimelineTheme | null = null;
  readonly #variants = new Map<string, WeakMap<object, StripImage>>();
  #made = 0;
  #late = false;

  /** To be called before each frame. */
  beginFrame(): void {
    this.#made = 0;
    this.#late = false;
  }

  /** Whether the frame shows coarser strips than there are: the next one is to make more images. */
  get late(): boolean {
    return this.#late;
  }

  /**
   * What of a group's strips (the best last) is painted over the range, one over the other. The images of new ones are spread over
   * several frames for as long as older ones can stand in.
   */
  toPaint<S extends object>(
    strips: readonly S[],
    needed: TimeRange,
    look: StripLook<S>,
  ): readonly PaintedStrip<S>[] {
    const images = this.#imagesFor(look.variant, look.theme);
    const covers = (strip: S) => contains(look.coveredBy(strip), needed);
    const best = topmost(strips, covers);
    const missing = best.filter((strip) => !images.has(strip)).length;
    const ready = strips.filter((strip) => images.has(strip));
    const mustWait = missing > 0 && this.#made >= mostPerFrame && ready.some(covers);
    this.#made += mustWait ? 0 : missing;
    this.#late ||= mustWait;
    return (mustWait ? topmost(ready, covers) : best).map((strip) => ({
      strip,
      image: imageOf(strip, images, look),
    }));
  }

  #imagesFor(variant: string, theme: TimelineTheme): WeakMap<object, StripImage> {
    if (theme !== this.#theme) {
      this.#theme = theme;
      this.#variants.clear();
    }
    const known = this.#variants.get(variant) ?? new WeakMap<object, StripImage>();
    this.#variants.set(variant, known);
    return known;
  }
}

function imageOf<S extends object>(
  strip: S,
  images: WeakMap<object, StripImage>,
  look: StripLook<S>,
): StripImage {
  const known = images.get(strip);
  if (known !== undefined) return known;
  const image = look.draw(strip);
  images.set(strip, image);
  return image;
}

/** Those that are not covered whole by a later one. */
function topmost<S>(strips: readonly S[], covers: (strip: S) => boolean): readonly S[] {
  const covering = strips.findLastIndex(covers);
  return covering < 0 ? strips : strips.slice(covering);
}
