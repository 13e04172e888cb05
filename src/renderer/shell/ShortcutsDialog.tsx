import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { shortcuts } from './shortcuts.ts';
import styles from './ShortcutsDialog.module.css';

interface ShortcutsDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly useCharacters: boolean;
  readonly onUseCharactersChange: (use: boolean) => void;
}

/** Keys that screens hear on what has the focus. */
const onScreens = [
  { keys: 'W S A D, arrows', label: 'Timeline: zoom in, zoom out, move left, move right' },
  { keys: 'Arrows · Enter · Esc', label: 'Flame graph: go to callers and callees, zoom, show everything' },
  { keys: 'Enter · F2 · Delete', label: 'Sessions: open, rename, delete the chosen one' },
  { keys: 'Mod Enter', label: 'New lab, New profile: start it' },
  { keys: 'F6', label: 'To the messages at the edge of the window' },
] as const;

export const ShortcutsDialog = ({
  open,
  onOpenChange,
  useCharacters,
  onUseCharactersChange,
}: ShortcutsDialogProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
    <dl className={styles['list']}>
      {shortcuts.map(({ keys, label, isCharacters }) => (
        <div key={label} className={isCharacters && !useCharacters ? styles['off'] : styles['row']}>
          <dt>{label}</dt>
          <dd>
            {keys.map((key) => (
              <kbd key={key}>{key.replace('Mod', modifier)}</kbd>
            ))}
          </dd>
        </div>
      ))}
      {onScreens.map(({ keys, label }) => (
        <div key={label} className={styles['row']}>
          <dt>{label}</dt>
          <dd>
            <kbd>{keys.replace('Mod', modifier)}</kbd>
          </dd>
        </div>
      ))}
    </dl>
    <Checkbox
      checked={useCharacters}
      onChange={onUseCharactersChange}
      label="Use shortcuts made of letters alone"
      description="Off, only those with Ctrl or ⌘ are heard outside of a screen."
    />
  </Dialog>
);

const modifier = navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';
