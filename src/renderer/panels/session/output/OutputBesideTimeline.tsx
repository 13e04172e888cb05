import { useMemo } from 'react';
import type { SessionOverview } from '../../../../shared/session-queries.ts';
import { useCall } from '../../../connection/use-call.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { CallFailure } from '../CallFailure.tsx';
import { knownAnswer } from '../known-answer.ts';
import { useTaskFocus } from '../task-focus.tsx';
import styles from './OutputBesideTimeline.module.css';
import { OutputLines } from './OutputLines.tsx';

interface OutputBesideTimelineProps {
  readonly overview: SessionOverview;
  /** The number of the piece that is selected on the timeline. */
  readonly piece: number;
  readonly onClose: () => void;
}

/** So many pieces before and after the hundred that the selected one is in: going on to the next asks for nothing. */
const together = 100;

/** What was printed around the piece that is selected on the timeline. */
export function OutputBesideTimeline({ overview, piece, onClose }: OutputBesideTimelineProps) {
  const { path, endNs } = overview;
  const { showInOutput, showPieceOnTimeline } = useTaskFocus();
  const first = Math.max(0, (Math.floor(piece / together) - 1) * together);
  const call = useCall(
    (engine) => engine.logs({ session: path, trial: null, text: '', first, count: 3 * together }),
    [path, first, endNs],
  );
  const page = knownAnswer(call);
  const current = useMemo(() => ({ number: piece }), [piece]);
  return (
    // Escape leaves it from whatever it holds; it takes no other keys.
    <aside
      className={styles['output']}
      aria-label="Output around the selected moment"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className={styles['head']}>
        <h2>Output</h2>
        <Button variant="ghost" size="small" icon="output" onClick={() => showInOutput(piece)}>
          All output
        </Button>
        <IconButton icon="close" label="Close the output" onClick={onClose} />
      </header>
      <CallFailure call={call} />
      {page === null ? (
        call.state === 'loading' && <Spinner label="Reading the output" />
      ) : (
        <OutputLines
          page={page}
          trials={noTrials}
          search=""
          current={current}
          onMoment={showPieceOnTimeline}
        />
      )}
    </aside>
  );
}

const noTrials: readonly never[] = [];
