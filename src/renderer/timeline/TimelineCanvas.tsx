import { useCallback, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { axisPx } from './hit-test.ts';
import type { Geometry, Hit } from './hit-test.ts';
import { layOut, scrollToRow } from './layout.ts';
import { paintFrame } from './paint.ts';
import { StripImages } from './strip-images.ts';
import type { TrialTask } from './task-bars.ts';
import styles from './TimelineCanvas.module.css';
import { TimelineTooltip } from './TimelineTooltip.tsx';
import { tooltipOf } from './tooltip-text.ts';
import { groupOf, onClock, orderedFor, zeroOf } from './trial-groups.ts';
import type { TrialGroup } from './trial-groups.ts';
import { groupContents, taskUnder } from './timeline-frame.ts';
import type { TrialHits } from './timeline-frame.ts';
import type { TimelineAction, TimelineState } from './timeline-state.ts';
import { usePaintedCanvas } from './use-painted-canvas.ts';
import type { PaintFrame } from './use-painted-canvas.ts';
import { usePointer } from './use-pointer.ts';
import { useLook } from './use-timeline-data.ts';
import type { KnownData } from './use-timeline-data.ts';

interface TimelineCanvasProps {
  readonly groups: readonly TrialGroup[];
  readonly known: KnownData;
  readonly state: TimelineState;
  readonly act: (action: TimelineAction) => void;
  readonly hits: TrialHits | null;
  /** The task under the pointer is null where single tasks are not drawn. */
  readonly onPick: (hit: Hit, task: TrialTask | null, geometry: Geometry) => void;
  readonly onKey: (event: KeyboardEvent<HTMLDivElement>) => void;
  /** Gets the element that scrolls and has the focus. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly description: string;
}

/** The tracks of all trials on one canvas. What it shows is in `state`; what it adds is where it is scrolled and pointed at. */
export function TimelineCanvas(props: TimelineCanvasProps) {
  const { groups, known, hits, state, act, onPick, onKey, scroller, description } = props;
  const [scrollTopPx, setScrollTop] = useState(0);
  const [images] = useState(() => new StripImages());
  const keysId = useId();
  const { data } = known;
  const ordered = useMemo(() => orderedFor(state.mode, groups), [state.mode, groups]);
  const shapes = useMemo(() => ordered.map(({ trial, lanes }) => ({ id: trial, rows: lanes })), [ordered]);

  const paint = useRef<PaintFrame>(() => undefined);
  const paintLatest = useCallback<PaintFrame>(
    (painter, theme, size) => paint.current(painter, theme, size),
    [],
  );
  const { canvas, size, repaint } = usePaintedCanvas(paintLatest);
  const availablePx = (size?.height ?? 0) - axisPx;
  const layout = useMemo(
    () => layOut(shapes, state.collapsed, availablePx),
    [shapes, state.collapsed, availablePx],
  );
  const geometry = useMemo<Geometry | null>(
    () =>
      size === null
        ? null
        : { widthPx: size.width, heightPx: size.height, layout, scrollTopPx, range: state.range },
    [size, layout, scrollTopPx, state.range],
  );
  useLook(data, ordered, state, layout, scrollTopPx, size);

  const { pointed, dragging, handlers } = usePointer({
    canvas,
    geometry,
    act,
    onClick: (hit) => {
      if (hit.area === 'header') act({ type: 'toggle', trial: hit.id });
      else if (geometry !== null) onPick(hit, taskUnder(hit, geometry, ordered, state, data), geometry);
    },
  });
  const hovered = useMemo(
    () =>
      pointed === null || geometry === null
        ? null
        : taskUnder(pointed.hit, geometry, ordered, state, known.data),
    [pointed, geometry, ordered, state, known],
  );
  const pointerNs = pointed !== null && 'atNs' in pointed.hit ? pointed.hit.atNs : null;

  useEffect(() => {
    paint.current = (painter, theme) => {
      if (geometry === null) return;
      images.beginFrame();
      const contents = groupContents(geometry, ordered, state, known.data, hits, images, theme);
      const { mode, marked, task } = state;
      paintFrame(
        painter,
        { geometry, mode, groups: contents, marked, pointerNs, hovered, selected: task },
        theme,
      );
      if (images.late) repaint();
    };
    repaint();
  }, [geometry, ordered, state, known, hits, pointerNs, hovered, images, repaint]);

  const { task } = state;
  const scrollTo = useEffectEvent((selected: TrialTask) => {
    if (scroller.current === null || Number.isNaN(selected.startNs)) return;
    const { scrollTop } = scroller.current;
    const wanted = scrollToRow(layout, selected.trial, selected.lane, scrollTop, availablePx);
    if (wanted !== scrollTop) scroller.current.scrollTo({ top: wanted });
  });
  // Only on another selection: the user may scroll away from it.
  useEffect(() => {
    if (task !== null) scrollTo(task);
  }, [task]);

  /** To what is marked or selected; without that to the trial under the pointer. */
  const zoomIn = () => {
    const group = pointed !== null && 'id' in pointed.hit ? groupOf(ordered, pointed.hit.id) : null;
    if (state.marked !== null || state.task !== null || group?.extent == null)
      act({ type: 'zoom-to-selection' });
    else act({ type: 'show', range: onClock(group.extent, -zeroOf(state.mode, group)) });
  };

  const tooltip =
    pointed === null || geometry === null || dragging !== null
      ? null
      : tooltipOf(pointed.hit, hovered, ordered, state.mode, data, geometry);
  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="application"
      tabIndex={0}
      aria-label={description}
      aria-describedby={keysId}
      onKeyDown={onKey}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <div className={styles['spacer']} style={{ height: layout.heightPx + axisPx }}>
        <canvas
          ref={canvas}
          className={styles['canvas']}
          data-dragging={dragging}
          data-over={pointed?.hit.area}
          aria-hidden
          onDoubleClick={zoomIn}
          {...handlers}
        />
      </div>
      <p id={keysId} className="visually-hidden">
        Arrow keys go from task to task, W and S zoom, A and D move in time, F fits everything, Z zooms to the
        selection, Enter shows details, question mark lists all keys.
      </p>
      {tooltip !== null && pointed !== null && <TimelineTooltip pointed={pointed} {...tooltip} />}
    </div>
  );
}
