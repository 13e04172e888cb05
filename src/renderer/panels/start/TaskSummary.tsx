import type { ReactNode } from 'react';
import { counted, formatCount } from '../../../shared/figures.ts';
import type { InspectedTask } from '../../../shared/workplace.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import styles from './TaskSummary.module.css';

interface TaskSummaryProps {
  /** Null while the engine looks at it. */
  readonly inspected: InspectedTask | null;
}

/** What the chosen module is, once the engine has loaded it. */
export const TaskSummary = ({ inspected }: TaskSummaryProps) => (
  <section aria-label="The task" className={styles['summary']}>
    {inspected === null ? (
      <div className={styles['facts']}>
        <Spinner label="Loading the module" />
      </div>
    ) : (
      <>
        <dl className={styles['facts']}>
          {inspected.name !== null && <Fact name="Task">{inspected.name}</Fact>}
          <Fact name="Tasks per trial">{formatCount(inspected.tasks)}</Fact>
          <Fact name="Inputs">
            {inspected.inputs === 0 ? 'none: each task gets its number' : formatCount(inspected.inputs)}
          </Fact>
          <Fact name="Runs on">
            <Truncated
              text={`${inspected.language === 'node' ? 'Node' : 'Python'} ${inspected.runtime.version} · ${inspected.runtime.path}`}
            />
          </Fact>
        </dl>
        <Remarks inspected={inspected} />
      </>
    )}
  </section>
);

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className={styles['fact']}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** What is not as the user may expect, and why. Which executors cannot run it is said where they are chosen. */
const Remarks = ({ inspected }: { readonly inspected: InspectedTask }) => {
  const { inputsCut, inputs, tasks, runtime } = inspected;
  return (
    <>
      {inputsCut && (
        <Notice tone="info" title={`The inputs had not ended after ${formatCount(inputs)}`}>
          <p>They are taken for infinite: a trial runs {counted(tasks, 'task')} unless you say how many.</p>
        </Notice>
      )}
      {runtime.because !== null && <Notice tone="info">{runtime.because}</Notice>}
    </>
  );
};
