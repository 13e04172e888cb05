import { counted, formatCount } from '../../../../shared/figures.ts';
import type { TasksSoFar } from '../../../../shared/jobs.ts';
import { tracedApis } from '../../../../shared/trace-format.ts';
import { executorLike, shortApi } from '../../../format/traced-api.ts';
import { Card } from '../../../ui/Card.tsx';
import { ExecutorMark } from '../../../ui/ExecutorMark.tsx';
import styles from './TasksSoFarCard.module.css';

/** The tasks that have settled by now, by what the program handed them to. */
export const TasksSoFarCard = ({ tasks }: { readonly tasks: TasksSoFar }) => {
  const rows = tracedApis.flatMap((api) => {
    const its = tasks.byApi[api];
    return its === undefined ? [] : [{ api, ...its }];
  });
  return (
    <Card title="Tasks so far" aside={counted(tasks.total, 'task')}>
      <ul className={styles['apis']}>
        {rows.length === 0 && <li className={styles['none']}>No task has settled yet.</li>}
        {rows.map(({ api, count, failed }) => (
          <li key={api} className={styles['api']}>
            <ExecutorMark executor={executorLike(api)} name={shortApi(api)} />
            <span className={styles['count']}>{formatCount(count)}</span>
            <span className={styles['failed']}>{failed > 0 && `${formatCount(failed)} failed`}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
};
