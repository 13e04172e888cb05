import { useCallback, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { axisPx } from './hit-test.ts';
import type { Geometry, Hit } from './hit-test.ts';
import { layOut, scrollToRow } from './layout.ts';
import { paintFrame } from './paint.ts';
import { StripImages } from './strip-images.ts';
import type { TaskBook } from './task-book.ts';
import styles from './TimelineCanvas.module.css';
import { TimelineTooltip } from './TimelineTooltip.tsx';
import { tooltipOf } from './tooltip-text.ts';
import { shapeOf } from './track-groups.ts';
import type { TrackGroup } from './track-groups.ts';
import { onClock, zeroOf } from './trial-groups.ts';
import { groupContents, pickableAt, pointeeAt, taskArrows } from './timeline-frame.ts';
import type { Selectable, TaskHits } from './timeline-frame.ts';
import { rowOfSelection } from './timeline-state.ts';
import type { TimelineAction, TimelineState } from './timeline-state.ts';
import { usePaintedCanvas } from './use-painted-canvas.ts';
import type { PaintFrame } from './use-painted-canvas.ts';
import { usePointer } from './use-pointer.ts';
import { useLook } from './use-timeline-data.ts';
import type { KnownData } from './use-timeline-data.ts';

interface TimelineCanvasProps {
  /** In the order shown. */
  readonly groups: readonly TrackGroup[];
  readonly taskBook: TaskBook;
  readonly data: KnownData;
  readonly state: TimelineState;
  readonly act: (action: TimelineAction) => void;
  readonly hits: TaskHits | null;
  /** What is under the pointer is null where tasks or slices are not drawn one by one. */
  readonly onPick: (hit: Hit, pointee: Selectable | null, geometry: Geometry) => void;
  readonly onKey: (event: KeyboardEvent<HTMLDivElement>) => void;
  /** Gets the element that scrolls and has the focus. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly description: string;
}

/** All tracks on one canvas. What it shows is in `state`; what it adds is where it is scrolled and pointed at. */
export function TimelineCanvas(props: TimelineCanvasProps) {
  const { groups, taskBook, data, hits, state, act, onPick, onKey, scroller, description } = props;
  const [scrollTopPx, setScrollTop] = useState(0);
  const [images] = useState(() => new StripImages());
  const keysId = useId();
  const { known } = data;
  const shapes = useMemo(() => groups.map(shapeOf), [groups]);

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
  useLook(known, groups, taskBook, state, layout, scrollTopPx, size);

  const { pointed, dragging, handlers } = usePointer({
    canvas,
    geometry,
    act,
    onClick: (hit) => {
      if (hit.area === 'header') act({ type: 'toggle', id: hit.id });
      else if (geometry !== null) onPick(hit, pickableAt(hit, geometry, groups, state, known), geometry);
    },
  });
  const hovered = useMemo(
    () =>
      pointed === null || geometry === null
        ? null
        : pointeeAt(pointed.hit, geometry, groups, state, data.known),
    [pointed, geometry, groups, state, data],
  );
  const pointerNs = pointed !== null && 'atNs' in pointed.hit ? pointed.hit.atNs : null;

  useEffect(() => {
    paint.current = (painter, theme) => {
      if (geometry === null) return;
      images.beginFrame();
      const contents = groupContents(geometry, groups, state, data.known, hits, images, theme);
      const { mode, marked, selected } = state;
      const task = selected?.kind === 'task' ? selected.task : null;
      paintFrame(
        painter,
        {
          geometry,
          mode,
          groups: contents,
          marked,
          pointerNs,
          hovered: hovered?.kind === 'task' ? hovered.task : null,
          selected: task,
          hoveredSlice: hovered?.kind === 'slice' ? hovered.slice : null,
          selectedSlice: selected?.kind === 'slice' ? selected.slice : null,
          hoveredOutput: hovered?.kind === 'output' ? { row: hovered.row, atNs: hovered.mark.atNs } : null,
          selectedOutput: selected?.kind === 'output' ? selected.piece : null,
          arrows: hovered?.kind === 'slice' ? hovered.arrows : [],
          taskArrows: taskArrows(hovered, task, groups, data.known),
        },
        theme,
      );
      if (images.late) repaint();
    };
    repaint();
  }, [geometry, groups, state, data, hits, pointerNs, hovered, images, repaint]);

  const pointedOutput = hovered?.kind === 'output' ? hovered : null;
  useEffect(() => {
    const stream = pointedOutput?.group.streams[pointedOutput.row]?.stream;
    if (pointedOutput !== null && stream !== undefined) known.output.lookAt(stream, pointedOutput.mark.atNs);
  }, [known, pointedOutput]);

  const { selected } = state;
  const scrollTo = useEffectEvent((id: number, row: number) => {
    if (scroller.current === null) return;
    const { scrollTop } = scroller.current;
    const wanted = scrollToRow(layout, id, row, scrollTop, availablePx);
    if (wanted !== scrollTop) scroller.current.scrollTo({ top: wanted });
  });
  // Only on another selection: the user may scroll away from it.
  useEffect(() => {
    const place = selected === null ? null : rowOfSelection(selected);
    if (place !== null) scrollTo(place.group, place.row);
  }, [selected]);

  /** To what is marked or selected; without that to the group under the pointer. */
  const zoomIn = () => {
    const id = pointed !== null && 'id' in pointed.hit ? pointed.hit.id : null;
    const group = groups.find((one) => one.id === id);
    const isSelected = state.marked !== null || state.selected !== null;
    if (isSelected || group?.extent == null) act({ type: 'zoom-to-selection' });
    else act({ type: 'show', range: onClock(group.extent, -zeroOf(state.mode, group)) });
  };

  const tooltip =
    pointed === null || geometry === null || dragging !== null
      ? null
      : tooltipOf(pointed.hit, hovered, groups, state.mode, known, geometry);
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
        Arrow keys go from task to task, from slice to slice and along what was printed, M marks the time of
        what is selected, W and S zoom, A and D move in time, F fits everything, Z zooms to the selection,
        Enter shows details, question mark lists all keys.
      </p>
      {tooltip !== null && pointed !== null && <TimelineTooltip pointed={pointed} {...tooltip} />}
    </div>
  );
}
