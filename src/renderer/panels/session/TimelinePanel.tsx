import type { SessionOverview } from '../../../shared/session-queries.ts';
import { SessionTimeline } from '../../timeline/SessionTimeline.tsx';
import { useTaskFocus } from './task-focus.tsx';
import { TaskDetailsPanel } from './tasks/TaskDetailsPanel.tsx';
import styles from './TimelinePanel.module.css';

/** All tasks over time, with the selected one in full beside them. */
export function TimelinePanel({ overview }: { readonly overview: SessionOverview }) {
  const { path, trials } = overview;
  const { selected, select, onTimeline, arrive, range, showSamples } = useTaskFocus();
  return (
    <div className={styles['panel']}>
      <div className={styles['timeline']}>
        <SessionTimeline
          session={path}
          overview={overview}
          focus={onTimeline}
          range={range}
          onSelectTask={(task) => {
            select(task);
            arrive();
          }}
          onOpenTask={select}
          {...(showSamples !== null && {
            onSamples: (marked) => showSamples({ of: { kind: 'all' }, range: marked }),
          })}
        />
      </div>
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
