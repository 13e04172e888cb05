import { useId, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { formatDuration } from '../../shared/durations.ts';
import { formatShare } from '../../shared/figures.ts';
import { mean } from '../../shared/statistics.ts';
import { asNanoseconds } from '../../shared/units.ts';
import { knowsOthers, rowOf, runnableTop, timeOf, type DemandSeries } from './demand-series.ts';
import styles from './DemandChart.module.css';
import { stepPath } from './step-path.ts';

/** The height that curves are laid out in, before they are stretched to their place. */
const layoutHeight = 100;

/**
 * Who had each core over time (the workload full, others hatched, idle empty), and above it how many threads wanted cores, with a line
 * at as many as there are. The pointer or the arrow keys read one moment.
 */
export const DemandChart = ({ series }: { readonly series: DemandSeries }) => {
  const hatch = useId();
  const [bucket, setBucket] = useState<number | null>(null);
  const { width, cores } = series;
  const follow = ({ clientX, currentTarget }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect();
    setBucket(clampTo(width, Math.floor(((clientX - box.left) / box.width) * width)));
  };
  const press = (event: KeyboardEvent) => {
    const next = bucketAfter(event.key, bucket, width);
    if (next === null) return;
    event.preventDefault();
    setBucket(next);
  };
  const reading = bucket === null ? null : readingOf(series, bucket);
  return (
    <figure className={styles['figure']}>
      <svg className={styles['patterns']} aria-hidden="true">
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" className={styles['hatchGround']} />
          <rect width="2.5" height="6" className={styles['hatchLine']} />
        </pattern>
      </svg>
      <p className={styles['legend']} aria-hidden="true">
        <span className={styles['swatch']} data-kind="workload" /> workload
        {knowsOthers(series) ? (
          <>
            <span className={styles['swatch']} data-kind="others" /> others
            <span className={styles['swatch']} data-kind="idle" /> idle
          </>
        ) : (
          <>
            <span className={styles['swatch']} data-kind="idle" /> others or idle: not known
          </>
        )}
        <span className={styles['limitSwatch']} /> as many threads as cores ({cores.length})
        <span className={styles['legendEnd']}>mean</span>
      </p>
      <div
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- what the slider goes over is drawn, an input cannot hold it
        role="slider"
        tabIndex={0}
        aria-label="A moment of the recording"
        aria-valuemin={0}
        aria-valuemax={width - 1}
        aria-valuenow={bucket ?? 0}
        aria-valuetext={reading ?? 'Arrow keys read one moment after the other'}
        className={styles['rows']}
        onKeyDown={press}
      >
        <span className={styles['name']}>runnable threads</span>
        <Plot
          onPointerMove={follow}
          onPointerLeave={() => setBucket(null)}
          bucket={bucket}
          width={width}
          tall
        >
          <RunnableCurve series={series} />
        </Plot>
        <span className={styles['value']}>{meanOf(series.runnable)}</span>
        {cores.map((core, row) => (
          <CoreRow
            key={core}
            core={core}
            workload={rowOf(series, series.workload, row)}
            others={rowOf(series, series.others, row)}
            hatch={hatch}
            bucket={bucket}
            onPointerMove={follow}
            onPointerLeave={() => setBucket(null)}
          />
        ))}
      </div>
      <div className={styles['axis']} aria-hidden="true">
        <span className="figure">{formatDuration(asNanoseconds(series.fromNs))}</span>
        <span className={styles['reading']}>{reading}</span>
        <span className="figure">{formatDuration(asNanoseconds(series.toNs))}</span>
      </div>
    </figure>
  );
};

interface Pointed {
  readonly bucket: number | null;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
}

interface PlotProps extends Pointed {
  readonly width: number;
  readonly tall?: boolean;
  readonly children: ReactNode;
}

const Plot = ({ width, tall = false, bucket, onPointerMove, onPointerLeave, children }: PlotProps) => (
  <svg
    className={`${styles['plot']} ${tall ? styles['tall'] : ''}`}
    viewBox={`0 0 ${width} ${layoutHeight}`}
    preserveAspectRatio="none"
    aria-hidden="true"
    onPointerMove={onPointerMove}
    onPointerLeave={onPointerLeave}
  >
    {children}
    {bucket !== null && (
      <line x1={bucket + 0.5} x2={bucket + 0.5} y1={0} y2={layoutHeight} className={styles['cursor']} />
    )}
  </svg>
);

const RunnableCurve = ({ series }: { readonly series: DemandSeries }) => {
  const top = runnableTop(series);
  const shares = series.runnable.map((value) => value / top);
  const line = (1 - series.cores.length / top) * layoutHeight;
  return (
    <>
      <path d={stepPath(shares, null, layoutHeight)} className={styles['runnable']} />
      <line x1={0} x2={series.width} y1={line} y2={line} className={styles['limit']} />
    </>
  );
};

interface CoreRowProps extends Pointed {
  readonly core: number;
  readonly workload: Float32Array;
  readonly others: Float32Array;
  readonly hatch: string;
}

const CoreRow = ({ core, workload, others, hatch, ...pointed }: CoreRowProps) => (
  <>
    <span className={styles['name']}>core {core}</span>
    <Plot width={workload.length} {...pointed}>
      <path d={stepPath(workload, null, layoutHeight)} className={styles['workload']} />
      <path d={stepPath(others, workload, layoutHeight)} fill={`url(#${hatch})`} />
    </Plot>
    <span className={styles['value']}>{formatShare(mean(workload))}</span>
  </>
);

const meanOf = (values: Float32Array): string => mean(values)?.toFixed(1) ?? '–';

const clampTo = (width: number, bucket: number): number => Math.min(width - 1, Math.max(0, bucket));

/** The bucket that a key goes to; null: it goes nowhere. */
function bucketAfter(key: string, from: number | null, width: number): number | null {
  const at = from ?? 0;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return from === null ? 0 : clampTo(width, at + 1);
    case 'ArrowLeft':
    case 'ArrowDown':
      return clampTo(width, at - 1);
    case 'PageUp':
      return clampTo(width, at + Math.ceil(width / 10));
    case 'PageDown':
      return clampTo(width, at - Math.ceil(width / 10));
    case 'Home':
      return 0;
    case 'End':
      return width - 1;
    default:
      return null;
  }
}

/** "1.20 s · 3.4 threads runnable on 2 cores · workload 82 %, others 10 %, idle 8 %": all cores together. */
function readingOf(series: DemandSeries, bucket: number): string {
  const { width, cores, workload, others, runnable } = series;
  const column = (values: Float32Array) =>
    mean(Float32Array.from(cores, (_, row) => values[row * width + bucket] ?? Number.NaN));
  const [own, other] = [column(workload), column(others)];
  const idle = own === null ? null : Math.max(0, 1 - own - (other ?? 0));
  return [
    formatDuration(asNanoseconds(timeOf(series, bucket))),
    `${(runnable[bucket] ?? Number.NaN).toFixed(1)} threads runnable, ${cores.length} cores`,
    other === null
      ? `workload ${formatShare(own)}, others not known`
      : `workload ${formatShare(own)}, others ${formatShare(other)}, idle ${formatShare(idle)}`,
  ].join(' · ');
}
