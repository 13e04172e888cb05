import type { Failure } from '../connection/ConnectionProvider.tsx';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { LinkBanner } from './LinkBanner.tsx';
import { Mark } from './Mark.tsx';
import styles from './Waiting.module.css';

/** Until the engine has said where it is. */
export const Waiting = ({ failure }: { readonly failure: Failure | null }) => (
  <div className={styles['waiting']}>
    <LinkBanner />
    <main className={styles['middle']}>
      <Mark size={48} />
      <h1 className="visually-hidden">Corelane</h1>
      {failure === null ? (
        <Spinner label="Starting the engine…" />
      ) : (
        <Notice
          tone="bad"
          title={failure.error.message}
          action={<Button onClick={failure.retry}>Try again</Button>}
        >
          {failure.error.remedy}
        </Notice>
      )}
    </main>
  </div>
);
