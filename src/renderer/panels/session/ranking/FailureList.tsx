import {
  distinctFailures,
  outcomeVerbs,
  type DistinctFailure,
} from '../../../../shared/distinct-failures.ts';
import { counted } from '../../../../shared/figures.ts';
import type { FailureRow } from '../../../../shared/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { trialNameOf, type LabTrial } from '../configuration.ts';
import { allTasks, useTaskFocus } from '../task-focus.tsx';
import styles from './FailureList.module.css';

interface FailureListProps {
  readonly failures: readonly FailureRow[];
  readonly trials: readonly LabTrial[];
}

/** What tasks failed with, each message once, with the way to the first task that had it. */
export function FailureList({ failures, trials }: FailureListProps) {
  const distinct = distinctFailures(failures);
  if (distinct.length === 0) return null;
  return (
    <section className={styles['failures']}>
      <h2>Failures</h2>
      <ul>
        {distinct.map((failure) => (
          <FailureItem key={`${failure.outcome} ${failure.message}`} failure={failure} trials={trials} />
        ))}
      </ul>
    </section>
  );
}

function FailureItem({
  failure: { outcome, message, count, first },
  trials,
}: {
  readonly failure: DistinctFailure;
  readonly trials: readonly LabTrial[];
}) {
  const { showInTable } = useTaskFocus();
  const task = { trial: first.trial, index: first.first_task };
  return (
    <li className={styles['failure']}>
      <div className={styles['head']}>
        <span className={styles['count']}>
          {counted(count, 'task')} {outcomeVerbs[outcome]}
        </span>
        <Button
          variant="ghost"
          size="small"
          onClick={() => showInTable(task, { ...allTasks, trial: first.trial, outcome })}
        >
          first: task {first.first_task}, {trialNameOf(trials, first.trial)}
        </Button>
      </div>
      <pre className={styles['message']}>{message}</pre>
    </li>
  );
}
