import { useCallback } from 'react';
import { counted } from '../../shared/figures.ts';
import type { NodeExecutor } from '../../shared/lab-report.ts';
import styles from './LiveTimeline.module.css';
import { comfortableHeightPx, drawSpans } from './paint-spans.ts';
import type { SpansSource } from './paint-spans.ts';
import { usePaintedCanvas } from './use-painted-canvas.ts';
import type { PaintFrame } from './use-painted-canvas.ts';

interface LiveTimelineProps {
  /** The tasks of one trial. What is added to it is drawn when `toNs` moves on. */
  readonly spansSource: SpansSource;
  readonly executor: NodeExecutor;
  readonly lanes: number;
  /** What is seen, on the session's clock; the axis counts from the trial's start. */
  readonly fromNs: number;
  readonly toNs: number;
  readonly trialStartNs: number;
}

/** The tasks of a trial under way, a row per lane. Draws at most once per frame of the browser. */
export function LiveTimeline(props: LiveTimelineProps) {
  const { spansSource, executor, lanes, fromNs, toNs, trialStartNs } = props;
  const paint = useCallback<PaintFrame>(
    (painter, theme, { width, height }) => {
      const box = { x: 0, y: 0, width, height };
      const range = { fromNs, toNs: Math.max(toNs, fromNs + 1) };
      const layout = { box, range, zeroNs: trialStartNs, executor, lanes };
      drawSpans(painter, spansSource, layout, theme);
    },
    [spansSource, executor, lanes, fromNs, toNs, trialStartNs],
  );
  const { canvas } = usePaintedCanvas(paint);
  return (
    <figure aria-label={`Tasks of ${executor} over time, in ${counted(lanes, 'lane')}`}>
      <canvas
        ref={canvas}
        className={styles['canvas']}
        style={{ height: comfortableHeightPx(lanes) }}
        aria-hidden
      />
    </figure>
  );
}
