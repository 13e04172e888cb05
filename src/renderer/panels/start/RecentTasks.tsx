import { useEngine } from '../../connection/use-engine.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useToasts } from '../../ui/use-toasts.ts';
import { Truncated } from '../../ui/Truncated.tsx';
import styles from './RecentTasks.module.css';
import { splitPath } from './task-name.ts';

interface RecentTasksProps {
  /** Absolute paths, newest first. */
  readonly tasks: readonly string[];
  readonly onChoose: (task: string) => void;
}

export const RecentTasks = ({ tasks, onChoose }: RecentTasksProps) => {
  const engine = useEngine();
  const { showError } = useToasts();
  if (tasks.length === 0) return null;
  const forget = (path: string, row: Element | null) => {
    // Focus does not vanish with its row.
    (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector('button')?.focus();
    return engine.changeSettings({ recentTasks: tasks.filter((task) => task !== path) }).catch(showError);
  };
  return (
    <section aria-labelledby="recent-tasks">
      <h2 id="recent-tasks" className={styles['heading']}>
        Recent tasks
      </h2>
      <ul className={styles['list']}>
        {tasks.map((path) => {
          const { name, folder } = splitPath(path);
          return (
            <li key={path} className={styles['row']}>
              <button type="button" className={styles['task']} onClick={() => onChoose(path)}>
                <Truncated text={name} className={styles['name'] ?? ''} />
                <Truncated text={folder} className={styles['folder'] ?? ''} />
              </button>
              <IconButton
                icon="close"
                label={`Remove ${name} from this list`}
                onClick={({ currentTarget }) => void forget(path, currentTarget.closest('li'))}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
};
