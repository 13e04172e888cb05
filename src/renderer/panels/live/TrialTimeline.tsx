import { memo, useCallback, useEffect } from 'react';
import { counted } from '../../../shared/figures.ts';
import { drawSpans } from '../../timeline/paint-spans.ts';
import { usePaintedCanvas, type PaintFrame } from '../../timeline/use-painted-canvas.ts';
import { Card } from '../../ui/Card.tsx';
import { ExecutorMark } from '../../ui/ExecutorMark.tsx';
import { axisExtent } from './axis-extent.ts';
import type { LabTape } from './lab-tape.ts';
import styles from './TrialTimeline.module.css';
import { useTapeVersion } from './use-tape-version.ts';

/** The tasks of the trial under way as they settle, a row per lane. Between two trials it shows the last one. */
export const TrialTimeline = memo(({ tape }: { readonly tape: LabTape }) => {
  const paint = useCallback<PaintFrame>(
    (painter, theme, { width, height }) => {
      const box = { x: 0, y: 0, width, height };
      painter.fillRect(box, theme.surface);
      if (tape.latestTrial === null) return;
      const { trial, spans } = tape.latestTrial;
      const { startNs, endNs, executor, workers: lanes } = trial;
      const extentNs = axisExtent((endNs ?? tape.nowNs) - startNs);
      const range = { fromNs: startNs, toNs: startNs + extentNs };
      drawSpans(painter, spans, { box, range, zeroNs: startNs, executor, lanes }, theme);
    },
    [tape],
  );
  const { canvas, repaint } = usePaintedCanvas(paint);
  useEffect(() => tape.onChange(repaint), [tape, repaint]);
  return (
    <Card title="Tasks" aside={<TrialName tape={tape} />}>
      <canvas ref={canvas} className={styles['canvas']} aria-hidden="true" />
    </Card>
  );
});

const TrialName = ({ tape }: { readonly tape: LabTape }) => {
  useTapeVersion(tape);
  if (tape.latestTrial === null) return <span>No trial has begun yet</span>;
  const { executor, workers, repeat, settled, failed } = tape.latestTrial.trial;
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
