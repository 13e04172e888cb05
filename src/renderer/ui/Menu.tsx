import { Menu as Base } from '@base-ui/react/menu';
import { IconButton } from './IconButton.tsx';
import styles from './Menu.module.css';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  /** The key that does the same, as printed on it. */
  readonly shortcut?: string;
  readonly disabled?: boolean;
  /** What takes something away stands apart from the rest. */
  readonly takesAway?: boolean;
}

interface MenuProps {
  /** What its items are about; the name of its button. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly tabIndex?: number;
}

/** What else can be done with a thing, behind three dots. */
export const Menu = ({ label, items, tabIndex }: MenuProps) => (
  <Base.Root>
    <Base.Trigger render={<IconButton icon="more" label={label} />} tabIndex={tabIndex} />
    <Base.Portal>
      <Base.Positioner className={styles['positioner']} sideOffset={4} align="end">
        <Base.Popup className={styles['popup']}>
          {items.map(({ label: name, run, shortcut, disabled = false, takesAway = false }) => (
            <Base.Item
              key={name}
              className={`${styles['item']} ${takesAway ? styles['takesAway'] : ''}`}
              disabled={disabled}
              onClick={run}
            >
              {name} {shortcut !== undefined && <kbd>{shortcut}</kbd>}
            </Base.Item>
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
