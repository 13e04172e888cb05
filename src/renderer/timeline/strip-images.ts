import type { NodeExecutor } from '../../shared/lab-report.ts';
import type { Viewport } from '../../shared/session.ts';
import type { StripImage } from './painter.ts';
import { stripImage, summaryImage } from './strip-image.ts';
import type { TimelineTheme } from './theme.ts';
import { contains } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** An answer brings strips of all trials in sight; with more images than this a frame would take too long. */
const mostPerFrame = 2;

/** How a trial's strips are to look. */
export interface StripLook {
  readonly executor: NodeExecutor;
  /** All lanes in one, for a collapsed trial. */
  readonly summary: boolean;
  readonly theme: TimelineTheme;
}

export interface PaintedStrip {
  readonly strip: Viewport;
  readonly image: StripImage;
}

/** The images of each strip, made when they are first painted, and again under another theme. */
export class StripImages {
  #theme: TimelineTheme | null = null;
  #lanes = new WeakMap<Viewport, StripImage>();
  #summaries = new WeakMap<Viewport, StripImage>();
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
   * What of a trial's strips (the best last) is painted over the range, one over the other. The images of new ones are spread over
   * several frames for as long as older ones can stand in.
   */
  toPaint(strips: readonly Viewport[], needed: TimeRange, look: StripLook): readonly PaintedStrip[] {
    const images = this.#imagesFor(look);
    const best = topmost(strips, needed);
    const missing = best.filter((strip) => !images.has(strip)).length;
    const ready = strips.filter((strip) => images.has(strip));
    const mustWait =
      missing > 0 && this.#made >= mostPerFrame && ready.some((strip) => covers(strip, needed));
    this.#made += mustWait ? 0 : missing;
    this.#late ||= mustWait;
    return (mustWait ? topmost(ready, needed) : best).map((strip) => ({
      strip,
      image: imageOf(strip, images, look),
    }));
  }

  #imagesFor({ summary, theme }: StripLook): WeakMap<Viewport, StripImage> {
    if (theme !== this.#theme) {
      this.#theme = theme;
      this.#lanes = new WeakMap();
      this.#summaries = new WeakMap();
    }
    return summary ? this.#summaries : this.#lanes;
  }
}

function imageOf(strip: Viewport, images: WeakMap<Viewport, StripImage>, look: StripLook): StripImage {
  const known = images.get(strip);
  if (known !== undefined) return known;
  const draw = look.summary ? summaryImage : stripImage;
  const image = draw(strip, look.theme.sunken, look.theme.executors[look.executor]);
  images.set(strip, image);
  return image;
}

const covers = ({ from, to }: Viewport, needed: TimeRange): boolean =>
  contains({ fromNs: from, toNs: to }, needed);

/** Those that are not covered whole by a later one. */
function topmost(strips: readonly Viewport[], needed: TimeRange): readonly Viewport[] {
  const covering = strips.findLastIndex((strip) => covers(strip, needed));
  return covering < 0 ? strips : strips.slice(covering);
}
