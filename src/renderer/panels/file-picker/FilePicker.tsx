import { useState } from 'react';
import { useCall } from '../../connection/use-call.ts';
import { useSurroundings } from '../../connection/use-surroundings.ts';
import type { FileDialog } from '../../../shared/host-link.ts';
import type { FolderEntry } from '../../../shared/workplace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { choices, placeGroups, titles } from './dialog-words.ts';
import { EntryList, entryId } from './EntryList.tsx';
import styles from './FilePicker.module.css';
import { PathField } from './PathField.tsx';
import { Places } from './Places.tsx';
import { completion, crumbsOf, intoFolder, joinPath, matching, splitTyped } from './typed-path.ts';

export interface PickerRequest {
  readonly dialog: FileDialog;
  /** What the path field begins with. */
  readonly text: string;
  /** What the user should know besides. */
  readonly remark: string | null;
  /** Files that a dropped one may be. */
  readonly candidates: readonly string[];
}

interface FilePickerProps {
  readonly request: PickerRequest;
  /** Null: dismissed. */
  readonly onAnswer: (path: string | null) => void;
}

/**
 * Files of the machine the engine runs on, for a window in a browser, which has no dialog that names paths. The path field
 * is a combobox over the list below it: typing filters, arrows choose, Tab completes, Enter descends or takes.
 */
export const FilePicker = ({ request, onAnswer }: FilePickerProps) => {
  const { purpose } = request.dialog;
  const surroundings = useSurroundings();
  const [text, setText] = useState(request.text);
  const [active, setActive] = useState<number | null>(null);
  const typed = splitTyped(text.trim(), surroundings.workingFolder);
  const listing = useCall((engine) => engine.listFolder(typed.folder), [typed.folder]);
  const shown =
    listing.state === 'ready' ? listing.value : listing.state === 'loading' ? listing.previous : null;
  const entries = shown === null ? [] : matching(shown.entries, typed.name, purpose);

  const type = (next: string): void => {
    setText(next);
    // A name to save under is new: it stands for none of those that are there.
    setActive(purpose === 'save-export' || splitTyped(next, '').name === '' ? null : 0);
  };
  const take = (entry: FolderEntry): void => {
    if (entry.kind === 'folder') type(intoFolder(entry.path));
    else onAnswer(entry.path);
  };
  const whole = wholePath(purpose, typed, shown?.folder ?? null);
  const enter = (): void => {
    const entry = entries[active ?? -1];
    if (entry !== undefined) take(entry);
    else if (whole !== null) onAnswer(whole);
  };
  const complete = (): boolean => {
    const only = entries.length === 1 ? entries[0] : undefined;
    const folder = shown?.folder ?? typed.folder;
    const name = completion(entries, typed.name);
    const next = only?.kind === 'folder' ? intoFolder(only.path) : joinPath(folder, name);
    if (typed.name === '' || next === text) return false;
    type(next);
    return true;
  };

  return (
    <Dialog
      open
      wide
      onOpenChange={() => onAnswer(null)}
      title={titles[purpose]}
      {...(request.remark !== null && { description: request.remark })}
      footer={
        <>
          <Button onClick={() => onAnswer(null)}>Cancel</Button>
          <Button variant="primary" disabled={whole === null} onClick={() => onAnswer(whole)}>
            {choices[purpose]}
          </Button>
        </>
      }
    >
      <PathField
        text={text}
        onType={type}
        activeId={active === null || entries[active] === undefined ? null : entryId(active)}
        onMove={(by) => setActive((at) => moved(at, by, entries.length))}
        onComplete={complete}
        onEnter={enter}
      />
      <div className={styles['columns']}>
        <Places
          groups={placeGroups(purpose, surroundings, request.candidates)}
          onOpen={(place) => (place.isFolder ? type(intoFolder(place.path)) : onAnswer(place.path))}
        />
        <div className={styles['listing']}>
          <nav aria-label="Folder" className={styles['crumbs']}>
            {crumbsOf(shown?.folder ?? '').map(({ label, path }) => (
              <button
                key={path}
                type="button"
                className={styles['crumb']}
                onClick={() => type(intoFolder(path))}
              >
                {label}
              </button>
            ))}
          </nav>
          {listing.state === 'failed' && <Notice tone="bad" title={listing.error.message} />}
          {shown?.error != null && <Notice tone="warning" title={shown.error} />}
          <EntryList
            entries={entries}
            active={active}
            purpose={purpose}
            nothing={typed.name === '' ? 'Nothing here.' : `Nothing here has “${typed.name}” in its name.`}
            onPoint={(at, entry) => {
              setActive(at);
              if (entry.kind !== 'folder') setText(entry.path);
            }}
            onTake={take}
          />
        </div>
      </div>
    </Dialog>
  );
};

/** What the button takes: the path as it stands in the field. Null: it names nothing yet. */
function wholePath(
  purpose: FileDialog['purpose'],
  { folder, name }: { readonly folder: string; readonly name: string },
  listed: string | null,
): string | null {
  if (purpose === 'choose-folder') return name === '' ? listed : joinPath(listed ?? folder, name);
  return name === '' ? null : joinPath(folder === '~' ? (listed ?? folder) : folder, name);
}

const moved = (at: number | null, by: 1 | -1, count: number): number | null =>
  count === 0 ? null : at === null ? (by === 1 ? 0 : count - 1) : (at + by + count) % count;
