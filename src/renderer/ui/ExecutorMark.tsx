import type { NodeExecutor } from '../../shared/lab-report.ts';
import styles from './ExecutorMark.module.css';

/** The hue of an executor, the same on every surface, as a CSS value. */
export const executorColour = (executor: NodeExecutor): string => `var(--${executor})`;

/** An executor by its hue and its name: never by the hue alone. */
export const ExecutorMark = ({ executor }: { readonly executor: NodeExecutor }) => (
  <span className={styles['mark']}>
    <span className={styles['swatch']} style={{ background: executorColour(executor) }} aria-hidden="true" />
    {executor}
  </span>
);
