import type { Box, Painter, Pattern, Point, StripImage, TextStyle } from './painter.ts';

const alignments = { left: 'left', middle: 'center', right: 'right' } as const;
/** Side of a pattern's tile, device pixels at a ratio of 1. */
const tilePx = 6;
/** A strip that was not painted for this many frames gives up its canvas. */
const keptFrames = 3;

interface DrawnStrip {
  readonly context: CanvasRenderingContext2D;
  /** The last one that it was painted in. */
  readonly frame: number;
}

/**
 * Paints on a canvas, in CSS pixels whatever the density of the screen. Setting a canvas' state is what costs, so a colour or
 * font is set only when it changes; strips and patterns are drawn once and kept.
 */
export class CanvasPainter implements Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #fonts: Readonly<Record<TextStyle['size'], Readonly<Record<TextStyle['weight'], string>>>>;
  /** Those painted last come last. */
  readonly #strips = new Map<StripImage, DrawnStrip>();
  #frame = 0;
  readonly #patterns = new Map<string, CanvasPattern>();
  readonly #widths = new Map<string, number>();
  #ratio = 1;
  #fill = '';
  #font = '';

  constructor(context: CanvasRenderingContext2D, fontFamily: string) {
    this.#context = context;
    const fontsOf = (sizePx: number) => ({
      regular: `400 ${sizePx}px ${fontFamily}`,
      strong: `600 ${sizePx}px ${fontFamily}`,
    });
    this.#fonts = { small: fontsOf(11), normal: fontsOf(12) };
  }

  /** Sizes the canvas' pixels for its box and clears it. Call it before each frame. */
  begin(widthPx: number, heightPx: number, ratio: number): void {
    this.#frame += 1;
    const { canvas } = this.#context;
    const [width, height] = [Math.round(widthPx * ratio), Math.round(heightPx * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    if (ratio !== this.#ratio) this.#patterns.clear();
    this.#ratio = ratio;
    this.#fill = '';
    this.#font = '';
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.imageSmoothingEnabled = false;
    this.#context.textBaseline = 'middle';
    this.#context.clearRect(0, 0, widthPx, heightPx);
  }

  fillRect({ x, y, width, height }: Box, colour: string): void {
    this.#setFill(colour);
    this.#context.fillRect(x, y, width, height);
  }

  strokeRect({ x, y, width, height }: Box, colour: string, widthPx: number): void {
    const context = this.#context;
    context.strokeStyle = colour;
    context.lineWidth = widthPx;
    const inset = Math.min(widthPx / 2, width / 2, height / 2);
    context.strokeRect(x + inset, y + inset, width - 2 * inset, height - 2 * inset);
  }

  fillPattern({ x, y, width, height }: Box, pattern: Pattern, colour: string): void {
    const style = this.#pattern(pattern, colour);
    if (style === null) return;
    this.#fill = '';
    this.#context.fillStyle = style;
    this.#context.fillRect(x, y, width, height);
  }

  strokeLine(points: readonly Point[], colour: string, widthPx: number): void {
    const context = this.#context;
    context.strokeStyle = colour;
    context.lineWidth = widthPx;
    context.beginPath();
    for (const { x, y } of points) context.lineTo(x, y);
    context.stroke();
  }

  fillTriangle(a: Point, b: Point, c: Point, colour: string): void {
    const context = this.#context;
    this.#setFill(colour);
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
    context.lineTo(c.x, c.y);
    context.fill();
  }

  text(text: string, { x, y }: Point, style: TextStyle): void {
    this.#setFont(style);
    this.#setFill(style.colour);
    this.#context.textAlign = alignments[style.align];
    this.#context.fillText(text, x, y);
  }

  textWidth(text: string, style: TextStyle): number {
    const key = `${style.size} ${style.weight} ${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    this.#setFont(style);
    const { width } = this.#context.measureText(text);
    if (this.#widths.size > 2000) this.#widths.clear();
    this.#widths.set(key, width);
    return width;
  }

  clip({ x, y, width, height }: Box, draw: () => void): void {
    const context = this.#context;
    const [fill, font] = [this.#fill, this.#font];
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    draw();
    context.restore();
    // The canvas has forgotten what was set within, and nothing else.
    this.#fill = fill;
    this.#font = font;
  }

  image(image: StripImage, part: Box, box: Box): void {
    const source = this.#contextOf(image);
    if (source === null) return;
    this.#context.drawImage(
      source.canvas,
      part.x,
      part.y,
      part.width,
      part.height,
      box.x,
      box.y,
      box.width,
      box.height,
    );
  }

  #setFill(colour: string): void {
    if (this.#fill === colour) return;
    this.#fill = colour;
    this.#context.fillStyle = colour;
  }

  #setFont(style: TextStyle): void {
    const font = this.#fonts[style.size][style.weight];
    if (this.#font === font) return;
    this.#font = font;
    this.#context.font = font;
  }

  /** While somebody zooms there are new strips all the time, and a new canvas costs more than what is drawn on it. */
  #contextOf(image: StripImage): CanvasRenderingContext2D | null {
    const known = this.#strips.get(image)?.context;
    const context = known ?? this.#spare() ?? document.createElement('canvas').getContext('2d');
    if (context === null) return null;
    this.#strips.delete(image);
    this.#strips.set(image, { context, frame: this.#frame });
    if (known === undefined) drawPixels(context, image);
    return context;
  }

  /** The canvas of the strip that was not painted for longest, if nobody misses it. */
  #spare(): CanvasRenderingContext2D | null {
    for (const [image, { context, frame }] of this.#strips) {
      if (frame + keptFrames > this.#frame) return null;
      this.#strips.delete(image);
      return context;
    }
    return null;
  }

  #pattern(pattern: Pattern, colour: string): CanvasPattern | null {
    const key = `${pattern} ${colour}`;
    const known = this.#patterns.get(key);
    if (known !== undefined) return known;
    const tile = document.createElement('canvas');
    const side = Math.round(tilePx * this.#ratio);
    tile.width = side;
    tile.height = side;
    const context = tile.getContext('2d');
    if (context === null) return null;
    if (pattern === 'hatch') drawHatch(context, side, colour);
    else drawDots(context, side, colour);
    const made = this.#context.createPattern(tile, 'repeat');
    // A pattern's tile is measured in the canvas' units: undo the density, which the tile has already.
    made?.setTransform(new DOMMatrix().scale(tilePx / side));
    if (made !== null) this.#patterns.set(key, made);
    return made;
  }
}

function drawPixels(context: CanvasRenderingContext2D, { width, height, pixels }: StripImage): void {
  const { canvas } = context;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.putImageData(new ImageData(pixels, width, height), 0, 0);
}

function drawHatch(context: CanvasRenderingContext2D, side: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = side / 4;
  context.beginPath();
  for (const shift of [-side, 0, side]) {
    context.moveTo(shift - side / 4, side + side / 4);
    context.lineTo(shift + side + side / 4, -side / 4);
  }
  context.stroke();
}

function drawDots(context: CanvasRenderingContext2D, side: number, colour: string): void {
  context.fillStyle = colour;
  for (const [x, y] of [
    [side / 4, side / 4],
    [(side * 3) / 4, (side * 3) / 4],
  ] as const) {
    context.beginPath();
    context.arc(x, y, side / 6, 0, 2 * Math.PI);
    context.fill();
  }
}
