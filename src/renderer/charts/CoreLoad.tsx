import { lazy, Suspense, type ReactNode } from 'react';
import { mostCurves, type CoreLoadSeries } from './core-load-series.ts';
import { HeatStrip } from './HeatStrip.tsx';

// The charts' library weighs more than the rest of the window; many cores do without it.
const CoreLoadChart = lazy(async () => {
  const { CoreLoadChart: loaded } = await import('./CoreLoadChart.tsx');
  return { default: loaded };
});

interface CoreLoadProps {
  readonly series: CoreLoadSeries;
  readonly figure: 'latest' | 'mean';
  /** Stands over the curves, on the same time axis from edge to edge. */
  readonly above?: ReactNode;
}

/** The load of the cores over time, as curves where there are few of them and as a heat strip where there are many. */
export const CoreLoad = ({ series, figure, above }: CoreLoadProps) =>
  series.cores.length <= mostCurves ? (
    // As high as the curves will be, so that nothing jumps when they come.
    <Suspense
      fallback={
        <div style={{ height: `calc(${series.cores.length} * (clamp(44px, 6vh, 88px) + 8px) + 18px)` }} />
      }
    >
      <CoreLoadChart series={series} figure={figure} above={above} />
    </Suspense>
  ) : (
    <HeatStrip series={series} above={above} />
  );
