import { memo } from 'react';
import { counted, formatCount, formatRate } from '../../../shared/figures.ts';
import type { LiveTrial } from '../../../shared/jobs.ts';
import { nanosecondsPerSecond } from '../../../shared/units.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Card } from '../../ui/Card.tsx';
import { ExecutorMark } from '../../ui/ExecutorMark.tsx';
import type { LabTape } from './lab-tape.ts';
import styles from './TrialList.module.css';
import { useTapeVersion } from './use-tape-version.ts';

const figures = ['Repeat', 'Tasks', 'Failed', 'Tasks/s'] as const;

/** The trials so far, the newest first. */
export const TrialList = memo(({ tape }: { readonly tape: LabTape }) => {
  useTapeVersion(tape);
  const trials = tape.trials.toReversed();
  return (
    <Card title="Trials" aside={trials.length > 0 && counted(trials.length, 'trial')}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <section className={styles['scroll']} tabIndex={0} aria-label="Trials so far">
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Configuration</th>
              {figures.map((name) => (
                <th key={name} scope="col" className={styles['number']}>
                  {name}
                </th>
              ))}
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {trials.map((trial) => (
              <TrialRow key={trial.trial} trial={trial} nowNs={trial.endNs ?? tape.nowNs} />
            ))}
          </tbody>
        </table>
        {trials.length === 0 && <p className={styles['none']}>The first trial has not begun yet.</p>}
      </section>
    </Card>
  );
});

interface TrialRowProps {
  readonly trial: LiveTrial;
  /** Its end, or now. */
  readonly nowNs: number;
}

const TrialRow = memo(({ trial, nowNs }: TrialRowProps) => {
  const { executor, workers, repeat, settled, failed, startNs, endNs } = trial;
  const seconds = (nowNs - startNs) / nanosecondsPerSecond;
  return (
    <tr>
      <th scope="row" className={styles['configuration']}>
        <ExecutorMark executor={executor} /> × {workers}
      </th>
      <td className={styles['number']}>{repeat}</td>
      <td className={styles['number']}>{formatCount(settled)}</td>
      <td className={`${styles['number']} ${failed > 0 ? styles['failed'] : ''}`}>{formatCount(failed)}</td>
      <td className={styles['number']}>
        {formatRate(settled > 0 && seconds > 0 ? settled / seconds : null)}
      </td>
      <td>{endNs === null ? <Badge tone="accent">running</Badge> : 'done'}</td>
    </tr>
  );
});
