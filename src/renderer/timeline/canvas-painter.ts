import type { Box, Painter, Pattern, Point, StripImage, TextStyle } from './painter.ts';

const fontSizesPx = { small: 11, normal: 12 } as const;
const fontWeights = { regular: 400, strong: 600 } as const;
const alignments = { left: 'left', middle: 'center', right: 'right' } as const;
/** Side of a pattern's tile, device pixels at a ratio of 1. */
const tilePx = 6;

/**
 * Paints on a canvas, in CSS pixels whatever the density of the screen. Setting a canvas' state is what costs, so a colour or
 * font is set only when it changes; strips and patterns are drawn once and kept.
 */
export class CanvasPainter implements Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #fontFamily: string;
  readonly #images = new WeakMap<StripImage, HTMLCanvasElement>();
  readonly #patterns = new Map<string, CanvasPattern>();
  readonly #widths = new Map<string, number>();
  #ratio = 1;
  #fill = '';
  #font = '';

  constructor(context: CanvasRenderingContext2D, fontFamily: string) {
    this.#context = context;
    this.#fontFamily = fontFamily;
  }

  /** Sizes the canvas' pixels for its box and clears it. Call it before each frame. */
  begin(widthPx: number, heightPx: number, ratio: number): void {
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
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    draw();
    context.restore();
    // The canvas has forgotten what was set within.
    this.#fill = '';
    this.#font = '';
  }

  image(image: StripImage, part: Box, box: Box): void {
    const source = this.#canvasOf(image);
    this.#context.drawImage(
      source,
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

  #setFont({ size, weight }: TextStyle): void {
    const font = `${fontWeights[weight]} ${fontSizesPx[size]}px ${this.#fontFamily}`;
    if (this.#font === font) return;
    this.#font = font;
    this.#context.font = font;
  }

  #canvasOf(image: StripImage): HTMLCanvasElement {
    const known = this.#images.get(image);
    if (known !== undefined) return known;
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d')?.putImageData(new ImageData(image.pixels, image.width, image.height), 0, 0);
    this.#images.set(image, canvas);
    return canvas;
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
