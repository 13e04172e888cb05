import { useRoute } from '../../connection/use-route.ts';
import type { CorelaneError } from '../../../shared/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './SessionStates.module.css';

/** The session screen before anything of the session is known: as large as what will stand here. */
export const SessionSkeleton = ({ path }: { readonly path: string }) => (
  <Screen title={fileName(path)} subtitle="Opening the session">
    <div className={styles['skeleton']}>
      <Spinner label="Opening the session" />
    </div>
  </Screen>
);

interface UnreadableSessionProps {
  readonly error: CorelaneError;
  readonly retry: () => void;
}

export function UnreadableSession({ error, retry }: UnreadableSessionProps) {
  const [, go] = useRoute();
  return (
    <Screen title="Session">
      <EmptyState
        icon="warning"
        title="This session cannot be opened"
        action={
          <div className={styles['choices']}>
            <Button onClick={retry}>Try again</Button>
            <Button variant="primary" onClick={() => go({ screen: 'sessions' })}>
              Back to the sessions
            </Button>
          </div>
        }
      >
        <p>{error.message}</p>
        <p>{error.remedy}</p>
      </EmptyState>
    </Screen>
  );
}

const fileName = (path: string): string =>
  path
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\.corelane$/, '') ?? path;
