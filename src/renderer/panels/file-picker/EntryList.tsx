import { useEffect, useRef } from 'react';
import type { FileDialog } from '../../../shared/host-link.ts';
import { formatBytes } from '../../../shared/figures.ts';
import type { FolderEntry } from '../../../shared/workplace.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import styles from './EntryList.module.css';
import { suits } from './typed-path.ts';

export const listId = 'file-picker-entries';
export const entryId = (at: number): string => `${listId}-${at}`;

const icons: Readonly<Record<FolderEntry['kind'], IconName>> = {
  folder: 'folder',
  task: 'flask',
  program: 'activity',
  session: 'chart',
  other: 'file',
};

interface EntryListProps {
  readonly entries: readonly FolderEntry[];
  readonly active: number | null;
  readonly purpose: FileDialog['purpose'];
  /** What it says when there are none. */
  readonly nothing: string;
  readonly onPoint: (at: number, entry: FolderEntry) => void;
  readonly onTake: (entry: FolderEntry) => void;
}

/** The path field's list: keys are heard there, focus never comes here. */
export const EntryList = ({ entries, active, purpose, nothing, onPoint, onTake }: EntryListProps) => {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active !== null)
      list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a list under a combobox, which no native element is
    <div ref={list} id={listId} role="listbox" aria-label="Files and folders" className={styles['list']}>
      {entries.length === 0 && <p className={styles['nothing']}>{nothing}</p>}
      {entries.map((entry, at) => (
        <div
          key={entry.path}
          id={entryId(at)}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as above
          role="option"
          tabIndex={-1}
          aria-selected={at === active}
          className={`${styles['entry']} ${suits(entry, purpose) ? '' : styles['dim']}`}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => (entry.kind === 'folder' ? onTake(entry) : onPoint(at, entry))}
          onDoubleClick={() => onTake(entry)}
          onKeyDown={() => undefined}
        >
          <Icon name={icons[entry.kind]} size={16} />
          <Truncated text={entry.name} />
          <span className={styles['kind']}>{kindWord(entry.kind)}</span>
          <span className={`figure ${styles['size']}`}>
            {entry.sizeBytes === null ? '' : formatBytes(entry.sizeBytes)}
          </span>
        </div>
      ))}
    </div>
  );
};

const kindWord = (kind: FolderEntry['kind']): string => (kind === 'folder' || kind === 'other' ? '' : kind);
