import { useEffect, useEffectEvent } from 'react';
import type { InspectedTask } from '../../../shared/workplace.ts';
import { useLabUnderWay } from '../../connection/use-jobs.ts';
import { useRoute } from '../../connection/use-route.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import { labCommand } from './command-line.ts';
import type { DraftPart } from './draft-part.ts';
import { orderOf } from './lab-draft.ts';
import styles from './MeasureBar.module.css';
import { describePlan, planTrials } from './trial-plan.ts';
import { useStartLab } from './use-start-lab.ts';

interface MeasureBarProps extends DraftPart {
  readonly task: string;
  /** Null: not looked at yet, or not to be loaded. */
  readonly inspected: InspectedTask | null;
  /** Why it cannot be loaded; null: it can, or is being looked at. */
  readonly failure: string | null;
}

/** What the choices come to, the same as a command line, and the button that starts it. Stays in sight below them. */
export const MeasureBar = ({ task, draft, problems, limits, inspected, failure }: MeasureBarProps) => {
  const [, go] = useRoute();
  const running = useLabUnderWay();
  const [problem] = Object.values(problems);
  const isComplete = inspected !== null && problem === undefined;
  const order = orderOf(task, draft, limits);
  const { startLab, isStarting } = useStartLab();

  const measure = useEffectEvent(() => {
    if (isComplete && running === null && !isStarting) startLab(order);
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      measure();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  const command = labCommand(order);
  return (
    <div className={styles['bar']} data-foot>
      <div className={styles['texts']}>
        <p className={styles['plan']} aria-live="polite">
          {isComplete
            ? describePlan(planTrials(draft, limits, inspected.tasks))
            : (problem ?? failure ?? 'Loading the task…')}
        </p>
        <div className={styles['command']}>
          {problem === undefined && (
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
          className={styles['measure']}
          disabled={!isComplete || isStarting}
          title="Ctrl+Enter or ⌘ Enter"
          onClick={() => startLab(order)}
        >
          {isStarting ? 'Starting…' : 'Measure'}
        </Button>
      ) : (
        <Button
          variant="primary"
          icon="arrow-right"
          className={styles['measure']}
          onClick={() => go({ screen: 'live', job: running })}
        >
          Another lab is running: watch it
        </Button>
      )}
    </div>
  );
};
