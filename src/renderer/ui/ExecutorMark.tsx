import { shortName, type Executor } from '../../shared/executors.ts';
import { executorBackground, executorColour } from './executor-look.ts';
import styles from './ExecutorMark.module.css';

interface ExecutorMarkProps {
  readonly executor: Executor;
  /** What has the executor's look, where it is more than the executor. Without it: the last part of its name, all of it in a tooltip. */
  readonly name?: string;
}

/** An executor, or what is like it, by its look and its name: never by the look alone. */
export const ExecutorMark = ({ executor, name = shortName(executor) }: ExecutorMarkProps) => (
  <span
    className={styles['mark']}
    title={name === shortName(executor) && name !== executor ? executor : undefined}
  >
    <span
      className={styles['swatch']}
      style={{ background: executorBackground(executor), borderColor: executorColour(executor) }}
      aria-hidden="true"
    />
    {name}
  </span>
);
