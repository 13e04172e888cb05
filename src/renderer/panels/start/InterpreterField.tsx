import { useState } from 'react';
import type { Language } from '../../../shared/executors.ts';
import type { Interpreter } from '../../../shared/workplace.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { anotherPath, interpreterChoices, isListed } from './interpreter-choices.ts';
import styles from './InterpreterField.module.css';

interface InterpreterFieldProps {
  readonly language: Language;
  readonly interpreters: readonly Interpreter[];
  /** Its path; empty: the usual one. */
  readonly path: string;
  readonly onChange: (path: string) => void;
  readonly error: string | null;
}

const names: Readonly<Record<Language, string>> = { node: 'Node', python: 'Python' };
const oldest: Readonly<Record<Language, string>> = { node: 'Node 20', python: 'Python 3.8' };

/** What runs the task: the usual interpreter, another one that was found, or one whose path is typed. */
export const InterpreterField = ({
  language,
  interpreters,
  path,
  onChange,
  error,
}: InterpreterFieldProps) => {
  const choices = interpreterChoices(language, names[language], interpreters);
  const [typing, setTyping] = useState(!isListed(path, choices));
  return (
    <div className={styles['field']}>
      <Select
        label={`${names[language]} that runs the task`}
        value={typing ? anotherPath : path}
        options={choices}
        onChange={(chosen) => {
          setTyping(chosen === anotherPath);
          onChange(chosen === anotherPath ? '' : chosen);
        }}
      />
      {typing && (
        <TextField
          label={`Path of another ${names[language]}`}
          value={path}
          onChange={onChange}
          hint={`An executable, ${oldest[language]} or newer`}
          error={error}
        />
      )}
    </div>
  );
};
