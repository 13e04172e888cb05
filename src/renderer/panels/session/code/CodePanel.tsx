import type { LabReport } from '../../../../shared/lab-report.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ScrollRegion } from '../ScrollRegion.tsx';
import styles from './CodePanel.module.css';

interface CodePanelProps {
  /** Null: the recording ended before a first one was written. */
  readonly report: LabReport | null;
  readonly recording: boolean;
}

const languages = { node: 'JavaScript', python: 'Python' } as const;

/** A program that runs the task as the verdict recommends, to be pasted. */
export function CodePanel({ report, recording }: CodePanelProps) {
  const recipe = report?.verdict.recipe ?? null;
  if (recipe === null) {
    return (
      <EmptyState icon="copy" title="No code">
        {recording
          ? 'The code follows from the verdict, which is final when the lab has ended.'
          : report === null || report.verdict.executor === null
            ? 'The code follows from the verdict, and what was measured does not tell which executor to use.'
            : 'This session was recorded by a version of Corelane that wrote none. Measure the task again to get it.'}
      </EmptyState>
    );
  }
  return (
    <section aria-labelledby="recipe" className={styles['panel']}>
      <div className={styles['head']}>
        <h2 id="recipe">{languages[recipe.language]} that does what the verdict says</h2>
        <CopyButton text={recipe.code} label="Copy" />
      </div>
      <ScrollRegion label="The code" className={styles['scroller']}>
        <pre className={styles['code']}>
          <code>{recipe.code.trimEnd()}</code>
        </pre>
      </ScrollRegion>
    </section>
  );
}
