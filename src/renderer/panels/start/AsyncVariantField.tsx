import { splitTask } from '../../../shared/task-path.ts';
import type { InspectedTask } from '../../../shared/workplace.ts';
import { Card } from '../../ui/Card.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './AsyncVariantField.module.css';
import type { DraftPart } from './draft-part.ts';

interface AsyncVariantFieldProps extends DraftPart {
  readonly task: string;
  /** Null: not looked at yet. */
  readonly inspected: InspectedTask | null;
}

/** Of a synchronous Python function: the same work as a coroutine function, without which nothing can be said about asyncio. */
export const AsyncVariantField = ({ draft, change, problems, task, inspected }: AsyncVariantFieldProps) => {
  if (inspected === null || inspected.language !== 'python' || inspected.isAsync !== false) return null;
  return (
    <Card title="Asynchronous variant">
      <p className={styles['meaning']}>
        The function is synchronous, and asyncio runs coroutine functions only. If you have the same work as
        an <code>async def</code>, name it here: asyncio then runs that in place of the task, and the verdict
        compares both.
      </p>
      <TextField
        label="Asynchronous variant"
        hideLabel
        value={draft.asyncVariant}
        onChange={(asyncVariant) => change({ asyncVariant })}
        placeholder="none: asyncio is left out"
        hint={`FILE:FUNCTION, for example ${exampleOf(task, inspected.functions)}`}
        error={problems.asyncVariant ?? null}
      />
    </Card>
  );
};

/** A function of the same module that is called as if it were one. */
const exampleOf = (task: string, functions: readonly string[]): string =>
  `${splitTask(task).file}:${functions.find((name) => /async/i.test(name)) ?? 'task_async'}`;
