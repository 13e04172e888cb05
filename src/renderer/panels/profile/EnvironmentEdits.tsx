import { useRef } from 'react';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { FieldError } from '../start/FieldError.tsx';
import styles from './EnvironmentEdits.module.css';
import type { EnvironmentEdit } from './profile-draft.ts';

interface EnvironmentEditsProps {
  readonly edits: readonly EnvironmentEdit[];
  readonly onChange: (edits: readonly EnvironmentEdit[]) => void;
  readonly problem: string | undefined;
}

const actions = [
  { value: 'set', label: 'Set' },
  { value: 'remove', label: 'Remove' },
] as const;

/** Variables that the command gets besides those of the app, and those that it does not get. */
export const EnvironmentEdits = ({ edits, onChange, problem }: EnvironmentEditsProps) => {
  const list = useRef<HTMLFieldSetElement>(null);
  const change = (at: number, part: Partial<EnvironmentEdit>) =>
    onChange(edits.map((edit, index) => (index === at ? { ...edit, ...part } : edit)));
  const focusLast = (selector: string) =>
    // After the row was drawn, or is gone.
    requestAnimationFrame(() =>
      [...(list.current?.querySelectorAll<HTMLElement>(selector) ?? [])].at(-1)?.focus(),
    );
  return (
    <fieldset ref={list} className={styles['edits']}>
      <legend className={styles['legend']}>Environment</legend>
      {edits.map((edit, at) => (
        // Rows have no identity of their own: a variable's name is what is being typed.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={styles['row']}>
          <Select
            label={`What to do with variable ${at + 1}`}
            hideLabel
            value={edit.removed ? 'remove' : 'set'}
            options={actions}
            onChange={(action) => change(at, { removed: action === 'remove' })}
          />
          <div className={styles['name']}>
            <TextField
              label={`Name of variable ${at + 1}`}
              hideLabel
              placeholder="NAME"
              value={edit.name}
              onChange={(name) => change(at, { name })}
            />
          </div>
          {edit.removed ? (
            <span className={styles['value']} />
          ) : (
            <div className={styles['value']}>
              <TextField
                label={`Value of variable ${at + 1}`}
                hideLabel
                placeholder="value"
                value={edit.value}
                onChange={(value) => change(at, { value })}
              />
            </div>
          )}
          <IconButton
            icon="close"
            label={`Leave variable ${at + 1} as it is`}
            onClick={() => {
              onChange(edits.filter((_, index) => index !== at));
              focusLast('[data-add]');
            }}
          />
        </div>
      ))}
      <Button
        size="small"
        icon="plus"
        data-add
        onClick={() => {
          onChange([...edits, { name: '', value: '', removed: false }]);
          focusLast('input[placeholder="NAME"]');
        }}
      >
        Change a variable
      </Button>
      <FieldError problem={problem} />
    </fieldset>
  );
};
