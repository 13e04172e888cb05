import { Spinner } from '../ui/Spinner.tsx';
import { LinkBanner } from './LinkBanner.tsx';
import { Mark } from './Mark.tsx';
import styles from './Waiting.module.css';

/** Until the engine has said where it is. */
export const Waiting = () => (
  <div className={styles['waiting']}>
    <LinkBanner />
    <main className={styles['middle']}>
      <Mark size={48} />
      <h1 className="visually-hidden">Corelane</h1>
      <Spinner label="Starting the engine…" />
    </main>
  </div>
);
