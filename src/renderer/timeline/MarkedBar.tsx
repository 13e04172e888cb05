import { memo } from 'react';
import { counted, formatShare } from '../../shared/figures.ts';
import { useCall } from '../connection/use-call.ts';
import { Button } from '../ui/Button.tsx';
import { ExecutorMark } from '../ui/ExecutorMark.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Truncated } from '../ui/Truncated.tsx';
import styles from './MarkedBar.module.css';
import { summarise } from './marked-summary.ts';
import { formatSpan } from './ticks.ts';
import type { TimelineAction } from './timeline-state.ts';
import { groupTitle } from './track-groups.ts';
import type { TaskGroup } from './track-groups.ts';
import type { TimeMode } from './trial-groups.ts';
import { spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

interface MarkedBarProps {
  readonly session: string;
  /** Trials, and pools. */
  readonly groups: readonly TaskGroup[];
  readonly mode: TimeMode;
  readonly marked: TimeRange | null;
  /** What the line says while nothing is marked. */
  readonly otherwise: string;
  /** Whether there are more figures of the range, and are hidden. */
  readonly hidden: boolean;
  readonly onShow: () => void;
  /** Null: there are no CPU samples. */
  readonly onSamples: ((range: TimeRange) => void) | null;
  readonly act: (action: TimelineAction) => void;
}

/** The sum of the marked range per trial or pool. One line, always there: marking moves nothing. */
export const MarkedBar = memo((props: MarkedBarProps) => {
  const { session, groups, mode, marked, otherwise, hidden, onShow, onSamples, act } = props;
  const answer = useCall(
    async (engine) => (marked === null ? [] : summarise(engine, session, groups, mode, marked)),
    [session, groups, mode, marked],
  );
  if (marked === null) {
    return (
      <div className={styles['bar']}>
        <Truncated text={otherwise} />
      </div>
    );
  }
  const sums =
    (answer.state === 'ready' ? answer.value : answer.state === 'loading' ? answer.previous : null) ?? [];
  return (
    <div className={styles['bar']}>
      <span className={styles['span']}>{formatSpan(spanOf(marked))}</span>
      <IconButton
        icon="crop"
        label="Zoom to the marked range (Z)"
        onClick={() => act({ type: 'zoom-to-selection' })}
      />
      <IconButton
        icon="close"
        label="Clear the mark (Esc)"
        onClick={() => act({ type: 'mark', range: null })}
      />
      {hidden && (
        <Button variant="ghost" size="small" icon="table" onClick={onShow}>
          Figures
        </Button>
      )}
      {onSamples !== null && (
        <Button variant="ghost" size="small" icon="activity" onClick={() => onSamples(marked)}>
          CPU samples
        </Button>
      )}
      {groups.length > 0 && (
        <ul
          className={styles['trials']}
          aria-label={`Marked range, per ${groups[0]?.kind ?? 'trial'}`}
          tabIndex={0}
        >
          {sums.map(({ group, begun, busy }) => (
            <li key={group.id} className={styles['trial']}>
              <ExecutorMark executor={group.executor} name={groupTitle(group)} />
              <span className="figure">
                {counted(begun, 'task')} begun, {formatShare(busy)} busy
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
});
