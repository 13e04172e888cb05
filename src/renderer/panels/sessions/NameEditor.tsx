import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useEngine } from '../../connection/use-engine.ts';
import { toEnvelope } from '../../../shared/errors.ts';
import type { ListedSession } from '../../../shared/workplace.ts';
import styles from './NameEditor.module.css';

interface NameEditorProps {
  readonly session: ListedSession;
  /** With the path the session has now; null: the user went elsewhere, and it keeps its name. */
  readonly onDone: (path: string | null) => void;
}

/** Renames in place: Enter takes the name, Escape and leaving the field do not. */
export const NameEditor = ({ session, onDone }: NameEditorProps) => {
  const engine = useEngine();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(session.name);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => field.current?.select(), []);

  const take = async (): Promise<void> => {
    const wanted = name.trim();
    if (wanted === '' || wanted === session.name) {
      onDone(session.path);
      return;
    }
    try {
      onDone(await engine.renameSession(session.path, wanted));
    } catch (thrown) {
      const { message, remedy } = toEnvelope(thrown);
      setError(`${message} ${remedy}`);
    }
  };
  const press = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') void take();
    if (event.key === 'Escape') onDone(session.path);
  };
  return (
    <>
      <input
        ref={field}
        data-row
        className={styles['field']}
        aria-label={`New name of ${session.name}`}
        aria-invalid={error !== null}
        value={name}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setName(event.target.value);
          setError(null);
        }}
        onKeyDown={press}
        onBlur={() => onDone(null)}
      />
      {error !== null && (
        <p role="alert" className={styles['error']}>
          {error}
        </p>
      )}
    </>
  );
};
