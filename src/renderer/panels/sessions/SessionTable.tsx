import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ListedSession } from '../../../shared/workplace.ts';
import { SessionRow } from './SessionRow.tsx';
import styles from './SessionTable.module.css';
import { rowAfterKey } from './row-keys.ts';
import { useDeletion } from './use-deletion.ts';

interface SessionTableProps {
  readonly sessions: readonly ListedSession[];
  /** The session that another of these is chosen for, to be compared with it; null: none is. */
  readonly compared: ListedSession | null;
  readonly onCompare: (session: ListedSession) => void;
}

/**
 * The sessions, one row each and one tab stop in all: arrows go from row to row, Enter opens, F2 renames, Delete deletes. While one is chosen to
 * be compared with, rows lead to the comparison and nothing else.
 */
export const SessionTable = ({ sessions, compared, onCompare }: SessionTableProps) => {
  const table = useRef<HTMLTableElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const remove = useDeletion();
  const at = Math.max(
    0,
    sessions.findIndex(({ path }) => path === chosen),
  );

  // A renamed session comes back under its new path with the next list.
  const awaited = useRef<string | null>(null);
  useEffect(() => {
    const row = sessions.findIndex(({ path }) => path === awaited.current);
    if (row < 0 || renaming !== null) return;
    awaited.current = null;
    rowLinks(table.current)[row]?.focus();
  });

  useEffect(() => {
    if (compared !== null) rowLinks(table.current)[0]?.focus();
  }, [compared]);

  const focusRow = (row: number): void => {
    setChosen(sessions[row]?.path ?? null);
    rowLinks(table.current)[row]?.focus();
  };
  const removeRow = async (session: ListedSession): Promise<void> => {
    const row = sessions.indexOf(session);
    const neighbour = row + 1 < sessions.length ? row + 1 : row - 1;
    focusRow(neighbour);
    await remove(session);
  };
  const press = (event: KeyboardEvent): void => {
    const session = sessions[at];
    const row = rowAfterKey(event.key, at, sessions.length);
    if (row !== null) focusRow(row);
    else if (compared !== null) return;
    else if (event.key === 'F2' && session !== undefined) setRenaming(session.path);
    else if (event.key === 'Delete' && session !== undefined) void removeRow(session);
    else return;
    event.preventDefault();
  };

  return (
    <table ref={table} className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">Session</th>
          <th scope="col">Recorded</th>
          <th scope="col" className={styles['number']}>
            Trials
          </th>
          <th scope="col">Verdict or exit</th>
          <th scope="col" className={styles['number']}>
            Size
          </th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session, row) => (
          <SessionRow
            key={session.path}
            session={session}
            isChosen={row === at}
            onKeyDown={press}
            onChoose={() => setChosen(session.path)}
            isRenaming={renaming === session.path}
            onRename={() => setRenaming(session.path)}
            onRenamed={(path) => {
              setRenaming(null);
              awaited.current = path;
              if (path !== null) setChosen(path);
            }}
            onCompare={() => onCompare(session)}
            onDelete={() => void removeRow(session)}
            compared={compared}
          />
        ))}
      </tbody>
    </table>
  );
};

/** What takes the focus in each row. */
const rowLinks = (table: HTMLElement | null): readonly HTMLElement[] => [
  ...(table?.querySelectorAll<HTMLElement>('[data-row]') ?? []),
];
