import { memo, useCallback, useEffect, useState, type PointerEvent } from 'react';
import { familyOf } from '../../../shared/executors.ts';
import { counted } from '../../../shared/figures.ts';
import { drawSpans, placeOnSpans, type SpansLayout } from '../../timeline/paint-spans.ts';
import { usePaintedCanvas, type PaintFrame, type Size } from '../../timeline/use-painted-canvas.ts';
import { Card } from '../../ui/Card.tsx';
import { ExecutorMark } from '../../ui/ExecutorMark.tsx';
import { axisExtent } from './axis-extent.ts';
import type { LabTape, TrialOnTape } from './lab-tape.ts';
import { spanAt } from './span-at.ts';
import { describeSpan, describeTrial } from './trial-words.ts';
import styles from './TrialTimeline.module.css';
import { useTapeVersion } from './use-tape-version.ts';

/** The tasks of the trial under way as they settle, a row per lane. Between two trials it shows the last one. */
export const TrialTimeline = memo(({ tape }: { readonly tape: LabTape }) => {
  useTapeVersion(tape);
  const paint = useCallback<PaintFrame>(
    (painter, theme, size) => {
      const { latestTrial, nowNs } = tape;
      if (latestTrial === null) painter.fillRect({ x: 0, y: 0, ...size }, theme.surface);
      else drawSpans(painter, latestTrial.spans, layoutOf(latestTrial, nowNs, size), theme);
    },
    [tape],
  );
  const { canvas, size, repaint } = usePaintedCanvas(paint);
  useEffect(() => tape.onChange(repaint), [tape, repaint]);
  const [pointed, setPointed] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const follow = ({ nativeEvent: { offsetX: x, offsetY: y } }: PointerEvent) => setPointed({ x, y });
  const { latestTrial, nowNs } = tape;
  return (
    <Card title="Tasks" aside={<TrialName latest={latestTrial} />}>
      <figure aria-label={describeTrial(latestTrial?.trial ?? null, nowNs)}>
        <canvas
          ref={canvas}
          className={styles['canvas']}
          aria-hidden="true"
          onPointerMove={follow}
          onPointerLeave={() => setPointed(null)}
        />
        <figcaption className={styles['reading']} aria-hidden="true">
          {(latestTrial !== null && size !== null && pointed !== null
            ? readingAt(latestTrial, layoutOf(latestTrial, nowNs, size), pointed)
            : null) ?? 'A row per lane, a bar per task; what is too short to be told apart is one bar.'}
        </figcaption>
      </figure>
    </Card>
  );
});

/** The axis grows in steps, so that it need not be laid out anew with every batch. */
function layoutOf({ trial }: TrialOnTape, nowNs: number, { width, height }: Size): SpansLayout {
  const { startNs, endNs, executor, workers: lanes } = trial;
  const extentNs = axisExtent((endNs ?? nowNs) - startNs);
  return {
    box: { x: 0, y: 0, width, height },
    range: { fromNs: startNs, toNs: startNs + extentNs },
    zeroNs: startNs,
    executor: familyOf(executor),
    lanes,
  };
}

/** What is drawn there, in words; null: nothing. */
function readingAt(
  { spans }: TrialOnTape,
  layout: SpansLayout,
  pointed: { readonly x: number; readonly y: number },
): string | null {
  const place = placeOnSpans(layout, pointed);
  const span = place === null ? null : spanAt(spans, place);
  return span === null ? null : describeSpan(span, layout.zeroNs);
}

const TrialName = ({ latest }: { readonly latest: TrialOnTape | null }) => {
  if (latest === null) return <span>No trial has begun yet</span>;
  const { executor, workers, repeat, settled, failed } = latest.trial;
  return (
    <>
      <ExecutorMark executor={executor} />
      <span className="figure">
        × {workers}, repeat {repeat} · {counted(settled, 'task')}
        {failed > 0 && <span className={styles['failed']}> · {failed} failed</span>}
      </span>
    </>
  );
};
