import { useId, type KeyboardEvent } from 'react';
import { listId } from './EntryList.tsx';
import styles from './PathField.module.css';

interface PathFieldProps {
  readonly text: string;
  readonly onType: (text: string) => void;
  /** Element id of the chosen entry. */
  readonly activeId: string | null;
  readonly onMove: (by: 1 | -1) => void;
  /** False: there was nothing to complete, and Tab goes on as ever. */
  readonly onComplete: () => boolean;
  readonly onEnter: () => void;
}

export const PathField = ({ text, onType, activeId, onMove, onComplete, onEnter }: PathFieldProps) => {
  const id = useId();
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') onMove(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Enter') onEnter();
    else if (event.key !== 'Tab' || event.shiftKey || !onComplete()) return;
    event.preventDefault();
  };
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        Path
      </label>
      <input
        id={id}
        className={styles['input']}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={activeId ?? undefined}
        aria-describedby={`${id}-keys`}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onType(event.target.value)}
        onKeyDown={press}
      />
      <p id={`${id}-keys`} className={styles['keys']}>
        Type to filter · <kbd>↑</kbd> <kbd>↓</kbd> choose · <kbd>Tab</kbd> completes · <kbd>Enter</kbd> opens
      </p>
    </div>
  );
};
