import { formatRatio } from '../../../shared/compared-figures.ts';
import { counted, formatMilliseconds } from '../../../shared/figures.ts';
import { whatIfTitle, type WhatIfReport, type WhatIfSide } from '../../../shared/what-if.ts';
import { exitWords } from '../../format/exit.ts';
import styles from './RunBars.module.css';

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** Both sides as bars from zero to their medians, a mark for each run, and the range of the runs. */
export function RunBars({ report }: { readonly report: WhatIfReport }) {
  const { baseline, variant, comparison, swap, workers } = report;
  const most = Math.max(1e-9, ...baseline.walls_ms, ...variant.walls_ms);
  return (
    <div className={styles['bars']}>
      <Side name="The script as it is" side={baseline} most={most} kind="baseline" />
      {variant.runs > 0 && (
        <Side name={`With ${whatIfTitle(swap, workers)}`} side={variant} most={most} kind="variant" />
      )}
      {comparison !== null && (
        <p className={styles['ratio']}>
          <span>With the change / as it is</span>
          <strong className="figure">{formatRatio(comparison.ratio)}</strong>
          <span className="figure">
            95 %: {formatRatio(comparison.low)} to {formatRatio(comparison.high)}
          </span>
        </p>
      )}
    </div>
  );
}

interface SideProps {
  readonly name: string;
  readonly side: WhatIfSide;
  /** The slowest run of both sides, in milliseconds. */
  readonly most: number;
  readonly kind: 'baseline' | 'variant';
}

const Side = ({ name, side, most, kind }: SideProps) => {
  const { wall_ms: wall, walls_ms: walls, on_cpu_ms: cpu, tasks, workers, exit } = side;
  const facts = [
    counted(side.runs, 'run'),
    ...(walls.length > 1
      ? [`${formatMilliseconds(Math.min(...walls))} to ${formatMilliseconds(Math.max(...walls))}`]
      : []),
    ...(cpu === null ? [] : [`${formatMilliseconds(cpu)} on CPU`]),
    ...(tasks === null ? [] : [counted(tasks, 'task')]),
    ...(workers === null || workers === 0 ? [] : [counted(workers, 'worker')]),
    exitWords(exit).short,
  ];
  return (
    <div className={styles['side']} data-side={kind}>
      <p className={styles['head']}>
        <span>{name}</span>
        <strong className="figure">{formatMilliseconds(wall)}</strong>
      </p>
      <div className={styles['track']} aria-hidden="true">
        {wall !== null && <span className={styles['bar']} style={{ width: percent(wall / most) }} />}
        {walls.map((value, run) => (
          // Runs keep their places, and two may have taken equally long.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={run} className={styles['run']} style={{ left: percent(value / most) }} />
        ))}
      </div>
      <p className={styles['facts']}>{facts.join(' · ')}</p>
    </div>
  );
};
