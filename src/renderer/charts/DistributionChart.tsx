import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatShare } from '../../shared/figures.ts';
import { shareTicks } from './share-ticks.ts';
import styles from './curves.module.css';

/** One curve: its key in the rows, its name, and a look that tells it from the others also without its hue. */
export interface DistributionSeries {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  readonly dashes: string;
}

interface DistributionChartProps {
  /** Steps from `ns` to the next row's; the shares are under the keys of the series. */
  readonly rows: readonly (Readonly<Record<string, number>> & { readonly ns: number })[];
  readonly series: readonly DistributionSeries[];
  readonly ticks: readonly number[];
  readonly formatTime: (ns: number) => string;
}

/** Distributions over a logarithmic time axis, for a handful of series and some hundred bins. */
export const DistributionChart = ({ rows, series, ticks, formatTime }: DistributionChartProps) => {
  const shares = shareTicks(Math.max(0, ...rows.flatMap((row) => series.map(({ key }) => row[key] ?? 0))));
  return (
    <div className={styles['chart']}>
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart data={[...rows]} margin={margin} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" strokeDasharray="2 4" />
          <XAxis
            dataKey="ns"
            type="number"
            scale="log"
            domain={['dataMin', 'dataMax']}
            ticks={[...ticks]}
            tickFormatter={formatTime}
            tick={tickStyle}
            stroke="var(--line-strong)"
            tickLine={false}
          />
          <YAxis
            width={48}
            domain={[0, shares.at(-1) ?? 1]}
            ticks={[...shares]}
            tickFormatter={(share: number) => formatShare(share)}
            tick={tickStyle}
            stroke="var(--line-strong)"
            tickLine={false}
            axisLine={false}
          />
          {series.map(({ key, name, colour, dashes }) => (
            <Area
              key={key}
              dataKey={key}
              name={name}
              type="stepAfter"
              stroke={colour}
              strokeWidth={1.75}
              strokeDasharray={dashes}
              fill={colour}
              fillOpacity={0.06}
              isAnimationActive={false}
              activeDot={false}
            />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            content={<BinReading rows={rows} series={series} formatTime={formatTime} />}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
};

const margin = { top: 8, right: 16, bottom: 0, left: 0 };
const tickStyle = { fill: 'var(--text-muted)', fontSize: 12 };

interface BinReadingProps extends Pick<DistributionChartProps, 'rows' | 'series' | 'formatTime'> {
  /** Given by the tooltip: whether the pointer is over the chart, and the `ns` under it. */
  readonly active?: boolean;
  readonly label?: string | number;
}

/** The shares of the bin under the pointer. */
function BinReading({ active = false, label, rows, series, formatTime }: BinReadingProps) {
  const at = rows.findIndex(({ ns }) => ns === label);
  const row = rows[at];
  const next = rows[at + 1];
  if (!active || row === undefined || next === undefined) return null;
  return (
    <div className={styles['reading']}>
      <p className={styles['place']}>
        {formatTime(row.ns)} to {formatTime(next.ns)}
      </p>
      {series.map(({ key, name, colour }) => (
        <p key={key} className={styles['line']}>
          <span>
            <span className={styles['swatch']} style={{ background: colour }} />
            {name}
          </span>
          <span className="figure">{formatShare(row[key] ?? null)}</span>
        </p>
      ))}
    </div>
  );
}
