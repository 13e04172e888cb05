import { Menu } from '@base-ui/react/menu';
import { useExportDialog } from '../../connection/use-export-dialog.ts';
import type { ListedSession } from '../../../shared/workplace.ts';
import { copyText } from '../../ui/CopyButton.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useToasts } from '../../ui/use-toasts.ts';
import styles from './SessionMenu.module.css';

interface SessionMenuProps {
  readonly session: ListedSession;
  readonly tabIndex: number;
  readonly onRename: () => void;
  readonly onDelete: () => void;
}

export const SessionMenu = ({ session, tabIndex, onRename, onDelete }: SessionMenuProps) => {
  const openExport = useExportDialog();
  const toasts = useToasts();
  const copy = () =>
    copyText(session.path).then(
      () => toasts.show({ title: 'Copied the path', description: session.path }),
      toasts.showError,
    );
  return (
    <Menu.Root>
      <Menu.Trigger
        render={<IconButton icon="more" label={`Actions on ${session.name}`} />}
        tabIndex={tabIndex}
      />
      <Menu.Portal>
        <Menu.Positioner className={styles['positioner']} sideOffset={4} align="end">
          <Menu.Popup className={styles['popup']}>
            <Menu.Item className={styles['item']} onClick={onRename}>
              Rename <kbd>F2</kbd>
            </Menu.Item>
            <Menu.Item
              className={styles['item']}
              disabled={session.error !== null}
              onClick={() => openExport(session.path)}
            >
              Export…
            </Menu.Item>
            <Menu.Item className={styles['item']} onClick={() => void copy()}>
              Copy path
            </Menu.Item>
            <Menu.Separator className={styles['separator']} />
            <Menu.Item className={styles['item']} onClick={onDelete}>
              Delete <kbd>Del</kbd>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};
