/**
 * What painting needs of a canvas, and no more. Coordinates are CSS pixels from the top left. The canvas implements it
 * (canvas-painter.ts); tests implement it by writing a log.
 */
export interface Painter {
  fillRect(box: Box, colour: string): void;
  /** An outline of `widthPx`, drawn inside the box. */
  strokeRect(box: Box, colour: string, widthPx: number): void;
  /** Covers the box with a pattern, on top of what is there. */
  fillPattern(box: Box, pattern: Pattern, colour: string): void;
  /** A line through the points. */
  strokeLine(points: readonly Point[], colour: string, widthPx: number): void;
  fillTriangle(a: Point, b: Point, c: Point, colour: string): void;
  text(text: string, at: Point, style: TextStyle): void;
  textWidth(text: string, style: TextStyle): number;
  /** What `draw` paints is cut off at the box. */
  clip(box: Box, draw: () => void): void;
  /** Stretches a part of the image over the box, each of its pixels staying one colour. */
  image(image: StripImage, part: Box, box: Box): void;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export type Pattern = 'hatch' | 'dots';

export interface TextStyle {
  readonly colour: string;
  readonly size: 'small' | 'normal';
  readonly weight: 'regular' | 'strong';
  /** What `at.x` is of the text; `at.y` is always its vertical middle. */
  readonly align: 'left' | 'middle' | 'right';
}

/** Opaque pixels, row by row, four bytes each. Painted again and again: an implementation may keep what it made of it. */
export interface StripImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** The text, shortened with an ellipsis until it fits; empty when not even a letter does. */
export function fitText(painter: Painter, text: string, widthPx: number, style: TextStyle): string {
  if (painter.textWidth(text, style) <= widthPx) return text;
  let fits = 0;
  let tooLong = text.length;
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (painter.textWidth(`${text.slice(0, middle).trimEnd()}…`, style) <= widthPx) fits = middle;
    else tooLong = middle;
  }
  return fits === 0 ? '' : `${text.slice(0, fits).trimEnd()}…`;
}
