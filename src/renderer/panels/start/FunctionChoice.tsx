import { useState } from 'react';
import { splitTask } from '../../../shared/task-path.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './FunctionChoice.module.css';
import { functionOfTask } from './task-name.ts';

interface FunctionChoiceProps {
  readonly task: string;
  /** Those of the module; null: not known, as it is being looked at or could not be loaded. */
  readonly functions: readonly string[] | null;
  readonly failed: boolean;
  readonly onChoose: (task: string) => void;
}

/** Which function of a Python module is measured: one of those that it has, or, where nobody could tell which they are, by its name. */
export const FunctionChoice = ({ task, functions, failed, onChoose }: FunctionChoiceProps) => {
  const choose = (name: string) => onChoose(`${splitTask(task).file}:${name}`);
  if (failed) return <FunctionName task={task} onChoose={choose} />;
  if (functions === null || functions.length < 2) return null;
  return (
    <div className={styles['choice']}>
      <Select
        label="Function to measure"
        value={functionOfTask(task, functions) ?? ''}
        options={functions.map((name) => ({ value: name, label: name }))}
        onChange={choose}
      />
    </div>
  );
};

interface FunctionNameProps {
  readonly task: string;
  readonly onChoose: (name: string) => void;
}

function FunctionName({ task, onChoose }: FunctionNameProps) {
  const [name, setName] = useState(splitTask(task).functionName ?? '');
  const wanted = name.trim();
  return (
    <form
      className={styles['name']}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== '') onChoose(wanted);
      }}
    >
      <TextField label="Function to measure" value={name} onChange={setName} placeholder="its name" />
      <Button type="submit" disabled={wanted === ''}>
        Use it
      </Button>
    </form>
  );
}
