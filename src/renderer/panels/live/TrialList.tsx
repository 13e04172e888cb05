import { memo, type ReactNode } from 'react';
import { counted, formatCount, formatRate } from '../../../shared/figures.ts';
import type { LiveTrial } from '../../../shared/jobs.ts';
import { nanosecondsPerSecond } from '../../../shared/units.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Card } from '../../ui/Card.tsx';
import { ExecutorMark } from '../../ui/ExecutorMark.tsx';
import type { LabTape } from './lab-tape.ts';
import styles from './TrialList.module.css';
import { trialStates, type TrialState } from './trial-state.ts';
import { useTapeVersion } from './use-tape-version.ts';

const figures = ['Repeat', 'Tasks', 'Failed', 'Tasks/s'] as const;

interface TrialListProps {
  readonly tape: LabTape;
  /** Of the trial under way; 0: nobody says. */
  readonly tasks: number;
  readonly isOver: boolean;
}

/** The trials so far, the newest first. */
export const TrialList = memo(({ tape, tasks, isOver }: TrialListProps) => {
  useTapeVersion(tape);
  const { trials } = tape;
  const states = trialStates(trials, tasks, isOver);
  const rows = trials.map((trial, at) => ({ trial, state: states[at] ?? 'done' })).toReversed();
  return (
    <Card title="Trials" aside={trials.length > 0 && counted(trials.length, 'trial')}>
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
            {rows.map(({ trial, state }) => (
              <TrialRow key={trial.trial} trial={trial} state={state} nowNs={trial.endNs ?? tape.nowNs} />
            ))}
          </tbody>
        </table>
        {trials.length === 0 && <p className={styles['none']}>The first trial has not begun yet.</p>}
      </section>
    </Card>
  );
});

const stateBadges: Readonly<Record<TrialState, ReactNode>> = {
  running: <Badge tone="accent">running</Badge>,
  done: 'done',
  'cut-short': <Badge tone="warning">cut short</Badge>,
};

interface TrialRowProps {
  readonly trial: LiveTrial;
  readonly state: TrialState;
  /** Its end, or now. */
  readonly nowNs: number;
}

const TrialRow = memo(({ trial, state, nowNs }: TrialRowProps) => {
  const { executor, workers, repeat, settled, failed, startNs } = trial;
  const seconds = (nowNs - startNs) / nanosecondsPerSecond;
  return (
    <tr>
      <th scope="row" className={styles['configuration']}>
        <span className={styles['name']}>
          <ExecutorMark executor={executor} /> × {workers}
        </span>
      </th>
      <td className={styles['number']}>{repeat}</td>
      <td className={styles['number']}>{formatCount(settled)}</td>
      <td className={`${styles['number']} ${failed > 0 ? styles['failed'] : ''}`}>{formatCount(failed)}</td>
      <td className={styles['number']}>
        {formatRate(settled > 0 && seconds > 0 ? settled / seconds : null)}
      </td>
      <td>{stateBadges[state]}</td>
    </tr>
  );
});
