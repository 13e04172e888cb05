import { useState } from 'react';
import type { Interpreter } from '../../../shared/workplace.ts';
import { useFileChooser } from '../../connection/use-file-chooser.ts';
import { Button } from '../../ui/Button.tsx';
import { RadioList } from '../../ui/RadioList.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './InterpreterChoice.module.css';
import { interpreterOptions } from './interpreter-options.ts';

interface InterpreterChoiceProps {
  /** Of the language's program. */
  readonly name: string;
  readonly explanation: string;
  readonly found: readonly Interpreter[];
  /** Null: the one on PATH. */
  readonly chosen: string | null;
  readonly onChange: (path: string | null) => void;
}

export const InterpreterChoice = ({ name, explanation, found, chosen, onChange }: InterpreterChoiceProps) => {
  const [other, setOther] = useState('');
  const isWanting = other.trim() !== '';
  const { chooseFile } = useFileChooser();
  const choose = async (): Promise<void> => {
    const program = await chooseFile({ purpose: 'choose-program' });
    if (program !== null) onChange(program);
  };
  return (
    <div className={styles['choice']}>
      <p className={styles['explanation']}>{explanation}</p>
      <RadioList
        label={name}
        value={chosen}
        options={interpreterOptions(name, found, chosen)}
        onChange={onChange}
      />
      <form
        className={styles['other']}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWanting) return;
          onChange(other.trim());
          setOther('');
        }}
      >
        <TextField label={`Path of another ${name}`} value={other} onChange={setOther} />
        <Button type="submit" disabled={!isWanting}>
          Use it
        </Button>
        <Button icon="folder" onClick={() => void choose()}>
          Choose…
        </Button>
      </form>
    </div>
  );
};
