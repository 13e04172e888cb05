import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './CommandLine.module.css';

/** The same, from a terminal. */
export const CommandLine = ({ text }: { readonly text: string }) => (
  <section aria-label="The same from a terminal" className={styles['command']}>
    <div className={styles['header']}>
      <h3>The same from a terminal</h3>
      <CopyButton text={text} label="Copy" />
    </div>
    <pre className={styles['text']}>{text}</pre>
  </section>
);
