import { familyOf, type Executor } from '../../shared/executors.ts';
import styles from './ExecutorMark.module.css';

/** The hue of an executor's family, the same on every surface, as a CSS value. */
export const executorColour = (executor: Executor): string => `var(--${familyOf(executor)})`;

interface ExecutorMarkProps {
  readonly executor: Executor;
  /** What has the executor's hue, where it is more than the executor. */
  readonly name?: string;
}

/** An executor, or what is like it, by its hue and its name: never by the hue alone. */
export const ExecutorMark = ({ executor, name = executor }: ExecutorMarkProps) => (
  <span className={styles['mark']}>
    <span className={styles['swatch']} style={{ background: executorColour(executor) }} aria-hidden="true" />
    {name}
  </span>
);
