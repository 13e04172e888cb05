import { formatCount, formatMilliseconds } from '../../../../shared/figures.ts';
import type { ProfiledTasks, TasksOfApi } from '../../../../shared/profile-report.ts';
import { tracedApis } from '../../../../shared/trace-format.ts';
import { executorLike, shortApi } from '../../../format/traced-api.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ExecutorMark } from '../../../ui/ExecutorMark.tsx';
import { allTasks, useTaskFocus } from '../task-focus.tsx';
import styles from './TasksByApi.module.css';

interface Column {
  readonly title: string;
  readonly text: (tasks: TasksOfApi) => string;
  /** What is bad unless it is 0. */
  readonly bad?: (tasks: TasksOfApi) => number;
}

const columns: readonly Column[] = [
  { title: 'Tasks', text: ({ count }) => formatCount(count) },
  { title: 'Ok', text: ({ ok }) => formatCount(ok) },
  { title: 'Failed', text: ({ error }) => formatCount(error), bad: ({ error }) => error },
  { title: 'Cancelled', text: ({ cancelled }) => formatCount(cancelled) },
  { title: 'Lost', text: ({ lost }) => formatCount(lost), bad: ({ lost }) => lost },
  { title: 'Ran', text: ({ run_ms }) => formatMilliseconds(run_ms) },
  { title: 'Queued', text: ({ queue_ms }) => formatMilliseconds(queue_ms) },
  { title: 'On CPU', text: ({ on_cpu_ms }) => formatMilliseconds(on_cpu_ms) },
];

/** What the program handed to each API, and how that went: times of all tasks together. */
export function TasksByApi({ tasks }: { readonly tasks: ProfiledTasks }) {
  const { goTo, listTasks } = useTaskFocus();
  const rows = Object.entries(tasks.by_api).toSorted(([, a], [, b]) => b.count - a.count);
  if (rows.length === 0) return null;
  return (
    <Card
      title="Tasks by API"
      aside={
        <Button size="small" variant="ghost" icon="table" onClick={() => goTo('tasks')}>
          All tasks
        </Button>
      }
    >
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">API</th>
              {columns.map(({ title }) => (
                <th key={title} scope="col" className={styles['number']}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, its]) => (
              <tr key={name}>
                <th scope="row">
                  <ApiName name={name} onList={(api) => listTasks({ ...allTasks, api })} />
                </th>
                {columns.map(({ title, text, bad }) => (
                  <td
                    key={title}
                    className={`${styles['number']} ${bad !== undefined && bad(its) > 0 ? styles['bad'] : ''}`}
                  >
                    {text(its)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

interface ApiNameProps {
  readonly name: string;
  readonly onList: (api: (typeof tracedApis)[number]) => void;
}

/** With the way to its tasks, unless another version of Corelane wrote of an API that this one does not know. */
const ApiName = ({ name, onList }: ApiNameProps) => {
  const api = tracedApis.find((known) => known === name);
  if (api === undefined) return name;
  return (
    <button type="button" className={styles['api']} title={name} onClick={() => onList(api)}>
      <ExecutorMark executor={executorLike(api)} name={shortApi(api)} />
    </button>
  );
};
