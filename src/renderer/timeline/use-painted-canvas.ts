import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { CanvasPainter } from './canvas-painter.ts';
import type { Painter } from './painter.ts';
import { readTheme } from './theme.ts';
import type { TimelineTheme } from './theme.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type PaintFrame = (painter: Painter, theme: TimelineTheme, size: Size) => void;

export interface PaintedCanvas {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Of the canvas' box, CSS pixels. Null before it is laid out. */
  readonly size: Size | null;
  /** Null before the canvas is there. */
  readonly theme: TimelineTheme | null;
  /** Has the frame painted anew, once, when the browser next paints. */
  readonly repaint: () => void;
}

/**
 * A canvas that is painted by `paint` when something has changed, and else costs nothing: what is hidden has no size and is not
 * painted, and requests between two frames of the browser are one.
 */
export function usePaintedCanvas(paint: PaintFrame): PaintedCanvas {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  const [theme, setTheme] = useState<TimelineTheme | null>(null);
  const painter = useRef<{ readonly theme: TimelineTheme; readonly painter: CanvasPainter } | null>(null);
  const requested = useRef(0);
  const frame = useRef<() => void>(() => undefined);

  useEffect(() => {
    frame.current = () => {
      requested.current = 0;
      const context = canvas.current?.getContext('2d', { alpha: false });
      if (context == null || size === null || theme === null || size.width === 0) return;
      if (painter.current?.theme !== theme) {
        painter.current = { theme, painter: new CanvasPainter(context, theme.font) };
      }
      painter.current.painter.begin(size.width, size.height, window.devicePixelRatio);
      paint(painter.current.painter, theme, size);
    };
  }, [paint, size, theme]);

  const repaint = useCallback(() => {
    if (requested.current === 0) requested.current = requestAnimationFrame(() => frame.current());
  }, []);
  useEffect(repaint, [repaint, paint, size, theme]);
  useEffect(
    () => () => {
      cancelAnimationFrame(requested.current);
      requested.current = 0;
    },
    [],
  );

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const readAgain = () => setTheme(readTheme(element, normaliseColour));
    readAgain();
    const themes = new MutationObserver(readAgain);
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const sizes = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
    });
    sizes.observe(element);
    void document.fonts.ready.then(readAgain);
    return () => {
      themes.disconnect();
      sizes.disconnect();
    };
  }, []);

  return { canvas, size, theme, repaint };
}

/** A canvas gives an opaque colour back as `#rrggbb`, however it was written. */
function normaliseColour(colour: string): string {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return colour;
  context.fillStyle = colour;
  return typeof context.fillStyle === 'string' ? context.fillStyle : colour;
}
