import { formatShare } from '../../../../shared/figures.ts';
import type { TrialReport } from '../../../../shared/lab-report.ts';
import { ExecutorMark } from '../../../ui/ExecutorMark.tsx';
import { concurrencyInWords } from '../configuration.ts';
import { ScrollRegion } from '../ScrollRegion.tsx';
import styles from './BusyMatrix.module.css';

/** Up to so many cores have room for their figure in the cell; of more, the shade tells, and the figure is in the tooltip. */
const mostWithFigures = 16;

/** The mean load of every core in every trial. */
export function BusyMatrix({ trials }: { readonly trials: readonly TrialReport[] }) {
  const cores = [...new Set(trials.flatMap((trial) => trial.per_core.map(({ core }) => core)))].sort(
    (a, b) => a - b,
  );
  if (cores.length === 0) return <p className={styles['unknown']}>The load of single cores is not known.</p>;
  const withFigures = cores.length <= mostWithFigures;
  return (
    <ScrollRegion label="Mean load by trial and core" className={styles['scroller']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">trial</th>
            {cores.map((core) => (
              <th key={core} scope="col" className={styles['core']}>
                {withFigures ? `core ${core}` : core}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {trials.map((trial) => (
            <tr key={`${trial.executor} ${trial.workers} ${trial.repeat}`}>
              <th scope="row">
                <ExecutorMark executor={trial.executor} />
                <span className={styles['repeat']}>
                  {concurrencyInWords(trial)}, repeat {trial.repeat}
                </span>
              </th>
              {cores.map((core) => (
                <BusyCell
                  key={core}
                  busy={trial.per_core.find((use) => use.core === core)?.busy ?? null}
                  withFigure={withFigures}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

const BusyCell = ({ busy, withFigure }: { readonly busy: number | null; readonly withFigure: boolean }) => (
  <td className={styles['cell']} title={withFigure ? undefined : formatShare(busy)}>
    <span className={withFigure ? undefined : 'visually-hidden'}>{formatShare(busy)}</span>
    <span className={styles['shade']} style={{ opacity: busy ?? 0 }} aria-hidden="true" />
  </td>
);
