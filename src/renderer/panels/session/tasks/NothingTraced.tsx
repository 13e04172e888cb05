import type { SessionOverview } from '../../../../shared/session-queries.ts';
import { programName } from '../../../format/traced-program.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import styles from './NothingTraced.module.css';

/** Why a profile has no tasks, and what to do about it. */
export function NothingTraced({ overview }: { readonly overview: SessionOverview }) {
  const { report, tracing } = overview;
  const programs = tracing?.programs ?? [];
  const warnings = report?.warnings ?? [];
  return (
    <div className={styles['nothing']}>
      <EmptyState icon="table" title="No task was traced">
        {programs.length > 0 ? (
          <p>
            {programs.slice(0, mostNamed).map(programName).join('; ')}
            {programs.length > mostNamed && ` and ${programs.length - mostNamed} more`}: followed, and no task
            was handed to a pool, a thread, a process or a loop.
          </p>
        ) : (
          <>
            <p>
              Tasks are traced in programs of CPython 3.8 to 3.14 and of Node 20 and later. This command ran
              none in which that was possible, or was profiled with <code>--no-trace</code>.
            </p>
            <p>
              Python’s <code>-I</code>, <code>-S</code> and <code>-E</code> keep tracing out: run it without
              them, and without <code>--no-trace</code>. What ran on which core is on the timeline all the
              same.
            </p>
          </>
        )}
      </EmptyState>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
    </div>
  );
}

const mostNamed = 3;
