import { CoreLoadChart } from './CoreLoadChart.tsx';
import { mostCurves, type CoreLoadSeries } from './core-load-series.ts';
import { HeatStrip } from './HeatStrip.tsx';

interface CoreLoadProps {
  readonly series: CoreLoadSeries;
  readonly figure: 'latest' | 'mean';
}

/** The load of the cores over time, as curves where there are few of them and as a heat strip where there are many. */
export const CoreLoad = ({ series, figure }: CoreLoadProps) =>
  series.cores.length <= mostCurves ? (
    <CoreLoadChart series={series} figure={figure} />
  ) : (
    <HeatStrip series={series} />
  );
