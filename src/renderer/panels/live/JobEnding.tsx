import type { ReactNode } from 'react';
import type { JobState } from '../../../shared/jobs.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** What a kind of job says of its ends, as sentences. */
export interface EndingWords {
  readonly done: string;
  /** The title. */
  readonly stopped: string;
  readonly kept: string;
  readonly nothingKept: string;
}

interface JobEndingProps {
  readonly state: JobState;
  readonly words: EndingWords;
  readonly onOpenSession: () => void;
  /** The way back to what was chosen; null: there is none. */
  readonly back?: ReactNode;
  /** The same once more, where it failed. */
  readonly again?: ReactNode;
}

/** How a job ended, and where to go from there; nothing while it runs. */
export const JobEnding = ({ state, words, onOpenSession, back = null, again = null }: JobEndingProps) => {
  const open = (
    <Button variant="primary" icon="arrow-right" onClick={onOpenSession}>
      Open the session
    </Button>
  );
  switch (state.type) {
    case 'running':
    case 'stopping':
      return null;
    case 'done':
      return (
        <Notice tone="good" title="Done" action={open}>
          <p>{words.done}</p>
        </Notice>
      );
    case 'interrupted':
      return (
        <Notice
          tone="warning"
          title={words.stopped}
          action={
            <>
              {back}
              {state.kept && open}
            </>
          }
        >
          <p>{state.kept ? words.kept : words.nothingKept}</p>
        </Notice>
      );
    case 'failed':
      return (
        <Notice
          tone="bad"
          title={state.error.message}
          action={
            <>
              {state.kept && open}
              {back}
              {again}
            </>
          }
        >
          <p>{state.error.remedy}</p>
        </Notice>
      );
  }
};
