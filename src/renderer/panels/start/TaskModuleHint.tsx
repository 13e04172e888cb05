import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './TaskModuleHint.module.css';

const smallestModule = `export const inputs = [1, 2, 3, 4];

export default async function task(input) {
  // the work to measure, once for each input
}
`;

/** What a task file is, to be copied and filled in. */
export const TaskModuleHint = () => (
  <section aria-labelledby="task-module">
    <div className={styles['head']}>
      <h2 id="task-module">A task of your own</h2>
      <CopyButton text={smallestModule} label="Copy" />
    </div>
    <p className={styles['text']}>A module whose default export is the function; its inputs are optional.</p>
    <pre className={styles['code']}>{smallestModule.trimEnd()}</pre>
  </section>
);
