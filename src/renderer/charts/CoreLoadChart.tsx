import { memo, useMemo, type ReactNode } from 'react';
import { Area, AreaChart, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDuration } from '../../shared/durations.ts';
import { formatShare } from '../../shared/figures.ts';
import { asNanoseconds } from '../../shared/units.ts';
import styles from './CoreLoadChart.module.css';
import { extentOf, latestLoad, meanLoad, type CoreLoadSeries } from './core-load-series.ts';

interface CoreLoadChartProps {
  readonly series: CoreLoadSeries;
  /** The figure beside each curve: what the core does now, or did on average. */
  readonly figure: 'latest' | 'mean';
  /** Stands over the curves, on the same time axis from edge to edge. */
  readonly above?: ReactNode;
}

/** The load of a few cores over time, a small curve each, all on the same axes. For up to `mostCurves` cores and 300 buckets. */
export const CoreLoadChart = ({ series, figure, above }: CoreLoadChartProps) => {
  const extent = extentOf(series);
  return (
    <figure className={styles['figure']}>
      {above !== undefined && <div className={styles['above']}>{above}</div>}
      {series.cores.map((core, row) => {
        const share = figure === 'latest' ? latestLoad(series, row) : meanLoad(series, row);
        return (
          <div key={core} className={styles['row']}>
            <span className={styles['core']}>Core {core}</span>
            <CoreCurve series={series} row={row} />
            <span className={`figure ${styles['share']}`}>{formatShare(share)}</span>
          </div>
        );
      })}
      <div className={styles['axis']} aria-hidden="true">
        <span className="figure">{formatDuration(extent && asNanoseconds(extent.fromNs))}</span>
        <span className="figure">{formatDuration(extent && asNanoseconds(extent.toNs))}</span>
      </div>
    </figure>
  );
};

interface Point {
  readonly timeNs: number;
  /** Null: not known, a gap in the curve. */
  readonly busy: number | null;
}

/** What is not known at the end, where the time has not come yet, makes no points: less to lay out in a growing chart. */
function pointsOf({ timesNs, busy }: CoreLoadSeries, row: number): readonly Point[] {
  const points = Array.from(timesNs, (timeNs, column): Point => {
    const share = busy[row * timesNs.length + column] ?? Number.NaN;
    return { timeNs, busy: Number.isNaN(share) ? null : share };
  });
  return points.slice(0, points.findLastIndex((point) => point.busy !== null) + 1);
}

const CoreCurve = memo(({ series, row }: { readonly series: CoreLoadSeries; readonly row: number }) => {
  const points = useMemo(() => pointsOf(series, row), [series, row]);
  const extent = extentOf(series);
  return (
    <AreaChart
      responsive
      className={styles['curve'] ?? ''}
      data={[...points]}
      margin={noMargin}
      accessibilityLayer={false}
      role="presentation"
    >
      <XAxis
        dataKey="timeNs"
        type="number"
        domain={[extent?.fromNs ?? 0, extent?.toNs ?? 1]}
        allowDataOverflow
        hide
      />
      <YAxis domain={shareDomain} hide />
      <Area
        dataKey="busy"
        type="step"
        stroke="var(--heat-1)"
        strokeWidth={1.25}
        fill="var(--heat-1)"
        fillOpacity={0.22}
        isAnimationActive={false}
        activeDot={false}
      />
      <Tooltip content={CurveReading} isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} />
    </AreaChart>
  );
});

const noMargin = { top: 1, right: 0, bottom: 1, left: 0 };
const shareDomain: [number, number] = [0, 1];

interface CurveReadingProps {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: Point }[];
}

const CurveReading = ({ active = false, payload }: CurveReadingProps) => {
  const point = payload?.[0]?.payload;
  if (!active || point === undefined) return null;
  return (
    <span className={styles['reading']}>
      {formatDuration(asNanoseconds(point.timeNs))} · {formatShare(point.busy)} busy
    </span>
  );
};
