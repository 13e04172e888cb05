import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceDot,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatCount, formatRate } from '../../shared/figures.ts';
import {
  scalingRows,
  throughputOf,
  workerAxis,
  type ScalingCurve,
  type ScalingRow,
} from './scaling-curves.ts';
import styles from './curves.module.css';

/** Throughput over workers, for a handful of executors: points as measured, the fitted law as a curve, a ring where it is highest. */
export const ScalingChart = ({ curves }: { readonly curves: readonly ScalingCurve[] }) => {
  const rows = scalingRows(curves);
  const { scale, from, to, ticks } = workerAxis(curves);
  return (
    <div className={styles['chart']}>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={[...rows]} margin={margin} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" strokeDasharray="2 4" />
          <XAxis
            dataKey="workers"
            type="number"
            scale={scale}
            domain={[from, to]}
            ticks={[...ticks]}
            tickFormatter={formatCount}
            tick={tickStyle}
            stroke="var(--line-strong)"
            tickLine={false}
            padding={{ left: 12, right: 12 }}
          />
          <YAxis
            width={56}
            domain={[0, 'auto']}
            tickFormatter={(perSecond: number) => (perSecond === 0 ? '0' : formatRate(perSecond))}
            tick={tickStyle}
            stroke="var(--line-strong)"
            tickLine={false}
            axisLine={false}
          />
          {curves.flatMap((curve) => linesOf(curve))}
          {curves.map((curve) => optimumOf(curve))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            content={<WorkersReading rows={rows} curves={curves} />}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
};

const margin = { top: 12, right: 16, bottom: 0, left: 0 };
const tickStyle = { fill: 'var(--text-muted)', fontSize: 12 };

/** The law, what is only extrapolated of it, and the points over both. */
const linesOf = ({ key, name, colour, dashes, hollow }: ScalingCurve) => [
  <Line
    key={`${key}:fit`}
    dataKey={`${key}:fit`}
    name={name}
    type="linear"
    stroke={colour}
    strokeWidth={1.75}
    strokeDasharray={dashes}
    dot={false}
    activeDot={false}
    isAnimationActive={false}
  />,
  <Line
    key={`${key}:beyond`}
    dataKey={`${key}:beyond`}
    name={name}
    type="linear"
    stroke={colour}
    strokeWidth={1}
    strokeDasharray="1 3"
    dot={false}
    activeDot={false}
    isAnimationActive={false}
  />,
  <Line
    key={`${key}:point`}
    dataKey={`${key}:point`}
    name={name}
    type="linear"
    stroke="none"
    dot={{
      r: 4,
      stroke: colour,
      strokeWidth: 2,
      strokeDasharray: '0',
      fill: hollow ? 'var(--surface)' : colour,
    }}
    activeDot={false}
    isAnimationActive={false}
  />,
];

const optimumOf = ({ key, colour, law, optimum }: ScalingCurve) =>
  law === null || optimum === null ? null : (
    <ReferenceDot
      key={`${key}:optimum`}
      x={optimum}
      y={throughputOf(law, optimum)}
      r={8}
      fill="none"
      stroke={colour}
      strokeWidth={1.75}
    />
  );

interface WorkersReadingProps {
  readonly rows: readonly ScalingRow[];
  readonly curves: readonly ScalingCurve[];
  /** Given by the tooltip: whether the pointer is over the chart, and the workers under it. */
  readonly active?: boolean;
  readonly label?: string | number;
}

/** What was measured and what the law says with the workers under the pointer. */
function WorkersReading({ active = false, label, rows, curves }: WorkersReadingProps) {
  const row = rows.find(({ workers }) => workers === label);
  if (!active || row === undefined) return null;
  return (
    <div className={styles['reading']}>
      <p className={styles['place']}>{Number(row.workers.toFixed(1))} workers</p>
      {curves.map(({ key, name, colour }) => {
        const measured = row[`${key}:point`];
        const fitted = row[`${key}:fit`] ?? row[`${key}:beyond`];
        const words = [
          ...(measured === undefined ? [] : [`${formatRate(measured)} /s`]),
          ...(fitted === undefined ? [] : [`law ${formatRate(fitted)} /s`]),
        ];
        return words.length === 0 ? null : (
          <p key={key} className={styles['line']}>
            <span>
              <span className={styles['swatch']} style={{ background: colour }} />
              {name}
            </span>
            <span className="figure">{words.join(' · ')}</span>
          </p>
        );
      })}
    </div>
  );
}
