import type { SessionOverview } from '../../../shared/session-queries.ts';
import { SessionTimeline } from '../../timeline/SessionTimeline.tsx';
import { OutputBesideTimeline } from './output/OutputBesideTimeline.tsx';
import { useTaskFocus } from './task-focus.tsx';
import { TaskDetailsPanel } from './tasks/TaskDetailsPanel.tsx';
import styles from './TimelinePanel.module.css';

/** All tasks and all output over time, with what is selected of them in full beside them. */
export function TimelinePanel({ overview }: { readonly overview: SessionOverview }) {
  const { path, trials } = overview;
  const {
    selected,
    select,
    onTimeline,
    arrive,
    selectedPiece,
    selectPiece,
    pieceOnTimeline,
    showInOutput,
    range,
    showSamples,
  } = useTaskFocus();
  return (
    <div className={styles['panel']}>
      <div className={styles['timeline']}>
        <SessionTimeline
          session={path}
          overview={overview}
          focus={onTimeline}
          range={range}
          piece={pieceOnTimeline}
          onSelectTask={(task) => {
            select(task);
            arrive();
          }}
          onOpenTask={select}
          onSelectOutput={(piece) => {
            selectPiece(piece);
            if (piece !== null) select(null);
            arrive();
          }}
          onOpenOutput={showInOutput}
          {...(showSamples !== null && {
            onSamples: (marked) => showSamples({ of: { kind: 'all' }, range: marked }),
          })}
        />
      </div>
      {selectedPiece !== null && selected === null && (
        <OutputBesideTimeline overview={overview} piece={selectedPiece} onClose={() => selectPiece(null)} />
      )}
      {selected !== null && (
        <TaskDetailsPanel
          session={path}
          task={selected}
          trials={trials}
          onClose={() => select(null)}
          besideTimeline
        />
      )}
    </div>
  );
}
