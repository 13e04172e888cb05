import { useCallback, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { TimelineTooltip } from '../timeline/TimelineTooltip.tsx';
import { usePaintedCanvas, type PaintFrame } from '../timeline/use-painted-canvas.ts';
import { flameCommandOf, type FlameCommand } from './flame-keys.ts';
import { barAt, layOutFlame } from './flame-layout.ts';
import { flameRowPx, paintFlame } from './flame-paint.ts';
import type { FlameHits } from './flame-search.ts';
import type { FlameTree } from './flame-tree.ts';
import { nodeLines, nodeName } from './flame-words.ts';
import styles from './FlameChart.module.css';

interface FlameChartProps {
  readonly tree: FlameTree;
  readonly description: string;
  readonly hits: FlameHits | null;
  readonly zoomedTo: number;
  readonly selected: number | null;
  readonly act: (command: FlameCommand) => void;
  /** Told how many nodes are too narrow to be drawn. */
  readonly onDropped: (nodes: number) => void;
}

interface Place {
  readonly node: number;
  readonly clientX: number;
  readonly clientY: number;
}

/** Who called whom, from all samples at the top down to where they were taken; the wider, the more time. */
export function FlameChart(props: FlameChartProps) {
  const { tree, description, hits, zoomedTo, selected, act, onDropped } = props;
  const keysId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [scrollTopPx, setScrollTop] = useState(0);
  const [widthPx, setWidth] = useState(0);
  const [place, setPlace] = useState<Place | null>(null);
  const layout = useMemo(() => layOutFlame(tree, zoomedTo, widthPx), [tree, zoomedTo, widthPx]);
  const hovered = place?.node ?? null;
  const paint = useCallback<PaintFrame>(
    (painter, theme, box) =>
      paintFlame(painter, theme, { tree, layout, hits, selected, hovered, scrollTopPx }, box),
    [tree, layout, hits, selected, hovered, scrollTopPx],
  );
  const { canvas, size } = usePaintedCanvas(paint);
  const width = size?.width ?? 0;
  if (width !== widthPx) setWidth(width);

  const tell = useEffectEvent(onDropped);
  useEffect(() => tell(layout.dropped), [layout]);

  const reveal = useEffectEvent((node: number) => {
    if (scroller.current === null) return;
    const { scrollTop, clientHeight } = scroller.current;
    const top = (tree.depth[node] ?? 0) * flameRowPx;
    const wanted = Math.min(top, Math.max(scrollTop, top + flameRowPx - clientHeight));
    if (wanted !== scrollTop) scroller.current.scrollTo({ top: wanted });
  });
  // Only on another selection: the user may scroll away from it.
  useEffect(() => {
    if (selected !== null) reveal(selected);
  }, [selected]);

  const nodeAt = (event: MouseEvent): number | null => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const row = Math.floor((event.clientY - top + scrollTopPx) / flameRowPx);
    return barAt(layout, row, event.clientX - left)?.node ?? null;
  };
  const follow = (event: MouseEvent) => {
    const node = nodeAt(event);
    setPlace(node === null ? null : { node, clientX: event.clientX, clientY: event.clientY });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const command = flameCommandOf(event.key, selected, tree, layout);
    if (command === null) return;
    event.preventDefault();
    act(command);
  };
  // Another graph may come while the pointer rests.
  const shown = place !== null && place.node < tree.count ? place : null;
  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="application"
      tabIndex={0}
      aria-label={description}
      aria-describedby={keysId}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        setScrollTop(event.currentTarget.scrollTop);
        setPlace(null);
      }}
    >
      <div className={styles['spacer']} style={{ height: layout.rows.length * flameRowPx }}>
        <canvas
          ref={canvas}
          className={styles['canvas']}
          data-over={shown === null ? undefined : 'bar'}
          aria-hidden
          onPointerMove={follow}
          onPointerLeave={() => setPlace(null)}
          onClick={(event) => {
            const node = nodeAt(event);
            if (node !== null) act({ type: 'select', node });
          }}
          onDoubleClick={(event) => {
            const node = nodeAt(event);
            if (node !== null) act({ type: 'zoom', node });
          }}
        />
      </div>
      <p id={keysId} className="visually-hidden">
        Arrow up goes to the caller, down to the heaviest function that was called, left and right to its
        neighbours; Enter zooms, Escape shows everything again, Home goes to all samples.
      </p>
      {shown !== null && (
        <TimelineTooltip
          pointed={shown}
          title={nodeName(tree, shown.node)}
          lines={nodeLines(tree, shown.node)}
        />
      )}
    </div>
  );
}
