import { useEffect, useEffectEvent } from 'react';
import { useMeasurementUnderWay } from '../../connection/use-jobs.ts';
import { useRoute } from '../../connection/use-route.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import styles from './StartBar.module.css';

interface StartBarProps {
  /** What the choices come to, or what is missing. */
  readonly plan: string;
  /** The same as a command line; null: the choices do not make one. */
  readonly command: string | null;
  /** What the button says. */
  readonly label: string;
  readonly isComplete: boolean;
  readonly isStarting: boolean;
  readonly onStart: () => void;
}

/** What the choices come to, the same as a command line, and the button that starts it. Stays in sight below them. */
export const StartBar = ({ plan, command, label, isComplete, isStarting, onStart }: StartBarProps) => {
  const [, go] = useRoute();
  const running = useMeasurementUnderWay();
  const start = useEffectEvent(() => {
    if (isComplete && running === null && !isStarting) onStart();
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      start();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <div className={styles['bar']} data-foot>
      <div className={styles['texts']}>
        <p className={styles['plan']} aria-live="polite">
          {plan}
        </p>
        <div className={styles['command']}>
          {command !== null && (
            <>
              <code className={styles['code']}>
                <Truncated text={command} />
              </code>
              <CopyButton text={command} label="Copy command" />
            </>
          )}
        </div>
      </div>
      {running === null ? (
        <Button
          variant="primary"
          icon="play"
          className={styles['start']}
          disabled={!isComplete || isStarting}
          title="Ctrl+Enter or ⌘ Enter"
          onClick={onStart}
        >
          {isStarting ? 'Starting…' : label}
        </Button>
      ) : (
        <Button
          variant="primary"
          icon="arrow-right"
          className={styles['start']}
          onClick={() => go({ screen: 'live', job: running })}
        >
          Another measurement runs: watch it
        </Button>
      )}
    </div>
  );
};
