import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { PointerEvent, RefObject } from 'react';
import { hitTest, plotBox } from './hit-test.ts';
import type { Geometry, Hit } from './hit-test.ts';
import type { Point } from './painter.ts';
import type { TimelineAction } from './timeline-state.ts';
import { momentAt } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** The pointer over the canvas. */
export interface Pointed extends PointerPlace {
  readonly hit: Hit;
}

interface PointerPlace {
  readonly at: Point;
  /** In the window, for what is shown beside it. */
  readonly clientX: number;
  readonly clientY: number;
}

/** What the pressed button does. A press becomes a drag when it has moved further than a hand trembles. */
type Gesture =
  | { readonly type: 'none' }
  | { readonly type: 'pressed'; readonly at: Point; readonly hit: Hit; readonly marks: boolean }
  | { readonly type: 'panning'; readonly lastX: number }
  | { readonly type: 'marking'; readonly anchorNs: number };

const tremblePx = 4;
/** Pixels of a wheel's notch that is given in lines. */
const linePx = 16;
const zoomPerWheelPx = 0.0022;
const zoomPerPinchPx = 0.012;

interface PointerOptions {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Null while there is nothing on the canvas. */
  readonly geometry: Geometry | null;
  readonly act: (action: TimelineAction) => void;
  readonly onClick: (hit: Hit) => void;
}

/** Turns what the pointer and the wheel do on the canvas into actions. */
export function usePointer({ canvas, geometry, act, onClick }: PointerOptions) {
  const [place, setPlace] = useState<PointerPlace | null>(null);
  const [dragging, setDragging] = useState<'panning' | 'marking' | null>(null);
  const gesture = useRef<Gesture>({ type: 'none' });

  // Of what is shown now: it also moves below a pointer that rests.
  const pointed = useMemo<Pointed | null>(
    () => (place === null || geometry === null ? null : { ...place, hit: hitTest(geometry, place.at) }),
    [place, geometry],
  );

  useWheel(canvas, geometry, act);

  const drag = (at: Point, shown: Geometry) => {
    const plot = plotBox(shown);
    const moment = momentAt(shown.range, plot.width, Math.min(Math.max(at.x - plot.x, 0), plot.width));
    const now = gesture.current;
    if (now.type === 'pressed' && Math.hypot(at.x - now.at.x, at.y - now.at.y) > tremblePx) {
      const anchorNs = 'atNs' in now.hit ? now.hit.atNs : null;
      if (anchorNs === null) return;
      gesture.current = now.marks ? { type: 'marking', anchorNs } : { type: 'panning', lastX: now.at.x };
      setDragging(now.marks ? 'marking' : 'panning');
      drag(at, shown);
    } else if (now.type === 'panning') {
      act({ type: 'pan', share: (now.lastX - at.x) / plot.width });
      gesture.current = { type: 'panning', lastX: at.x };
    } else if (now.type === 'marking') {
      act({ type: 'mark', range: between(now.anchorNs, moment) });
    }
  };

  const end = () => {
    gesture.current = { type: 'none' };
    setDragging(null);
  };

  return {
    pointed: dragging === 'panning' ? null : pointed,
    dragging,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
        if (geometry === null || event.button !== 0) return;
        const at = placeOf(event);
        const hit = hitTest(geometry, at);
        gesture.current = { type: 'pressed', at, hit, marks: event.shiftKey || hit.area === 'axis' };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => {
        if (geometry === null) return;
        const at = placeOf(event);
        drag(at, geometry);
        setPlace({ at, clientX: event.clientX, clientY: event.clientY });
      },
      onPointerUp: () => {
        const now = gesture.current;
        end();
        if (now.type === 'pressed') onClick(now.hit);
      },
      onPointerCancel: end,
      onPointerLeave: () => setPlace(null),
    },
  };
}

/** Where the event happened on the canvas. */
function placeOf(event: PointerEvent<HTMLCanvasElement>): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

const between = (a: number, b: number): TimeRange => ({ fromNs: Math.min(a, b), toNs: Math.max(a, b) });

/**
 * The wheel zooms where it is turned; with Shift, or sideways, it pans; over the names it scrolls, as everywhere. React listens
 * passively, and a page that scrolled along would be no use.
 */
function useWheel(
  canvas: RefObject<HTMLCanvasElement | null>,
  geometry: Geometry | null,
  act: (action: TimelineAction) => void,
): void {
  const turn = useEffectEvent((event: WheelEvent) => {
    if (geometry === null || canvas.current === null) return;
    const box = canvas.current.getBoundingClientRect();
    const plot = plotBox(geometry);
    const x = event.clientX - box.left - plot.x;
    const isPinch = event.ctrlKey || event.metaKey;
    if (x < 0 && !isPinch) return;
    event.preventDefault();
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : linePx;
    const [across, along] = [event.deltaX * scale, event.deltaY * scale];
    if (!isPinch && (event.shiftKey || Math.abs(across) > Math.abs(along))) {
      act({ type: 'pan', share: (across === 0 ? along : across) / plot.width });
      return;
    }
    // A mouse wheel with Ctrl turns by whole notches, a pinch by a few pixels.
    const perPx = isPinch && Math.abs(along) < 50 ? zoomPerPinchPx : zoomPerWheelPx;
    const atNs = momentAt(geometry.range, plot.width, Math.max(0, x));
    act({ type: 'zoom', factor: Math.exp(along * perPx), atNs });
  });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const listen = (event: WheelEvent) => turn(event);
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [canvas]);
}

/** How long a few pixels are: what the pointer may miss a task by. */
export const slackNs = ({ range, ...size }: Geometry, px: number): number =>
  momentAt(range, plotBox(size).width, px) - range.fromNs;
