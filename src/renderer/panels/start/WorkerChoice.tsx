import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { ToggleChip } from '../../ui/ToggleChip.tsx';
import type { DraftPart } from './draft-part.ts';
import { FieldError } from './FieldError.tsx';
import { mostWorkers, usableCores } from './lab-draft.ts';
import { suggestWorkerCounts } from './trial-plan.ts';
import styles from './WorkerChoice.module.css';

/** With how many workers to try each executor. */
export const WorkerChoice = ({ draft, change, problems, limits }: DraftPart) => {
  const cores = usableCores(draft, limits).length;
  const suggested = suggestWorkerCounts(cores);
  const counts = [...new Set([...suggested, ...draft.workers])].sort((a, b) => a - b);
  const toggle = (count: number, chosen: boolean) =>
    change({
      workers: chosen ? [...draft.workers, count] : draft.workers.filter((other) => other !== count),
    });
  return (
    <Card title="Workers">
      <fieldset className={styles['chips']}>
        <legend className="visually-hidden">Worker counts</legend>
        <ToggleChip pressed={draft.workers.length === 0} onChange={() => change({ workers: [] })}>
          What suits the task
        </ToggleChip>
        {counts.map((count) => (
          <ToggleChip
            key={count}
            pressed={draft.workers.includes(count)}
            onChange={(chosen) => toggle(count, chosen)}
          >
            {count}
          </ToggleChip>
        ))}
        <OwnCount taken={draft.workers} onAdd={(count) => toggle(count, true)} />
      </fieldset>
      <FieldError problem={problems.workers} />
      <p className={styles['note']}>
        Each count makes trials of its own. On the event loop it is the number of tasks in flight. What suits
        the task: one worker up to twice the cores when it computes, up to 64 (or 1,000 in flight) when it
        waits.
      </p>
    </Card>
  );
};

interface OwnCountProps {
  readonly taken: readonly number[];
  readonly onAdd: (count: number) => void;
}

const OwnCount = ({ taken, onAdd }: OwnCountProps) => {
  const [count, setCount] = useState<number | null>(null);
  const add = () => {
    if (count === null || taken.includes(count)) return;
    onAdd(count);
    setCount(null);
  };
  return (
    <form
      className={styles['own']}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <NumberField
        label="Another count"
        hideLabel
        value={count}
        onChange={setCount}
        min={1}
        max={mostWorkers}
        placeholder="other"
      />
      <Button type="submit" disabled={count === null}>
        Add
      </Button>
    </form>
  );
};
