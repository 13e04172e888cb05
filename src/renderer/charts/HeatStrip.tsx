import { useCallback, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { formatDuration } from '../../shared/durations.ts';
import { formatShare } from '../../shared/figures.ts';
import { asNanoseconds } from '../../shared/units.ts';
import { usePaintedCanvas, type PaintFrame } from '../timeline/use-painted-canvas.ts';
import { extentOf, meanOfAll, type CoreLoadSeries } from './core-load-series.ts';
import { heatImage } from './heat-image.ts';
import { placeAfter, type StripPlace } from './strip-place.ts';
import styles from './HeatStrip.module.css';

interface HeatStripProps {
  readonly series: CoreLoadSeries;
  /** Stands over the strip, on the same time axis from edge to edge. */
  readonly above?: ReactNode;
}

/** The load of many cores over time: a row per core, the darker the busier. */
export const HeatStrip = ({ series, above }: HeatStripProps) => {
  const [place, setPlace] = useState<StripPlace | null>(null);
  const paint = useCallback<PaintFrame>(
    (painter, theme, { width, height }) => {
      const style = getComputedStyle(document.documentElement);
      const ramp = {
        idle: style.getPropertyValue('--heat-0').trim(),
        full: style.getPropertyValue('--heat-1').trim(),
        unknown: theme.surface,
      };
      const image = heatImage(series, ramp);
      if (image.width === 0 || image.height === 0) return;
      const whole = { x: 0, y: 0, width: image.width, height: image.height };
      painter.image(image, whole, { x: 0, y: 0, width, height });
    },
    [series],
  );
  const { canvas } = usePaintedCanvas(paint);
  const follow = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    setPlace({ across: (clientX - left) / width, down: (clientY - top) / height });
  };
  const press = (event: KeyboardEvent) => {
    const next = placeAfter(event.key, place, series);
    if (next === null) return;
    event.preventDefault();
    setPlace(next);
  };
  const extent = extentOf(series);
  const { cores } = series;
  return (
    <figure className={styles['figure']} aria-label={describe(series)}>
      {above !== undefined && <div className={styles['above']}>{above}</div>}
      <div className={styles['numbers']} aria-hidden="true">
        <span>core {cores[0] ?? '–'}</span>
        <span>{cores.at(-1) ?? ''}</span>
      </div>
      <div
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- its moments are drawn, an input cannot hold them
        role="slider"
        tabIndex={0}
        aria-label="A core and a moment; arrow keys go from one to the next"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round((place?.across ?? 0) * 100)}
        aria-valuetext={place === null ? 'None yet' : readAt(series, place)}
        className={styles['strip']}
        onKeyDown={press}
      >
        <canvas
          ref={canvas}
          className={styles['canvas']}
          style={{ height: heightFor(cores.length) }}
          onPointerMove={follow}
          onPointerLeave={() => setPlace(null)}
          aria-hidden="true"
        />
      </div>
      <div className={styles['axis']} aria-hidden="true">
        <span className="figure">{formatDuration(extent && asNanoseconds(extent.fromNs))}</span>
        <span className={styles['reading']}>{place === null ? '' : readAt(series, place)}</span>
        <span className={styles['legend']}>
          idle <span className={styles['ramp']} /> busy
        </span>
        <span className="figure">{formatDuration(extent && asNanoseconds(extent.toNs))}</span>
      </div>
    </figure>
  );
};

const heightFor = (cores: number): number => Math.min(320, Math.max(72, cores * 8));

const describe = (series: CoreLoadSeries): string =>
  `Load of ${series.cores.length} cores over time: ${formatShare(meanOfAll(series))} busy on average`;

/** "core 17 · 12.3 s · 84 % busy" at a place of the strip, in shares of its width and height. */
function readAt({ cores, timesNs, busy }: CoreLoadSeries, { across, down }: StripPlace): string {
  const row = Math.floor(down * cores.length);
  const column = Math.floor(across * timesNs.length);
  const core = cores[row];
  const time = timesNs[column];
  if (core === undefined || time === undefined) return '';
  const share = busy[row * timesNs.length + column] ?? Number.NaN;
  return `core ${core} · ${formatDuration(asNanoseconds(time))} · ${Number.isNaN(share) ? 'not known' : `${formatShare(share)} busy`}`;
}
