import type { InspectedCommand } from '../../../shared/workplace.ts';
import { commandText } from '../../../shared/command-line-text.ts';
import type { Call } from '../../connection/use-call.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import styles from './WhatRuns.module.css';

/** What a command would start, once the engine has looked: the program, what interprets it, and why that one. */
export const WhatRuns = ({ inspection }: { readonly inspection: Call<InspectedCommand | null> }) => {
  if (inspection.state === 'failed') {
    return (
      <Notice
        tone="bad"
        title={inspection.error.message}
        action={
          <Button size="small" onClick={inspection.retry}>
            Look again
          </Button>
        }
      >
        <p>{inspection.error.remedy}</p>
      </Notice>
    );
  }
  const inspected = inspection.state === 'ready' ? inspection.value : inspection.previous;
  if (inspected === null) return null;
  const { argv, program, interpreter } = inspected;
  return (
    <section aria-label="What will run">
      <dl className={styles['facts']}>
        <dt>Program</dt>
        <dd>
          <Truncated text={program} />
        </dd>
        {interpreter !== null && (
          <>
            <dt>Interpreter</dt>
            <dd>
              {interpreter.language === 'node' ? 'Node' : 'Python'} {interpreter.version}
              {interpreter.because !== null && (
                <span className={styles['because']}> {interpreter.because}</span>
              )}
            </dd>
          </>
        )}
        <dt>Starts</dt>
        <dd>
          <code>
            <Truncated text={commandText(argv)} />
          </code>
        </dd>
      </dl>
    </section>
  );
};
