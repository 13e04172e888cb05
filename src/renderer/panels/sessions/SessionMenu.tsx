import { useExportDialog } from '../../connection/use-export-dialog.ts';
import { isComparable } from './comparable-sessions.ts';
import type { ListedSession } from '../../../shared/workplace.ts';
import { Menu } from '../../ui/Menu.tsx';
import { useCopyPath } from '../../ui/use-copy-path.ts';

interface SessionMenuProps {
  readonly session: ListedSession;
  readonly tabIndex: number;
  readonly onRename: () => void;
  readonly onCompare: () => void;
  readonly onDelete: () => void;
}

export const SessionMenu = ({ session, tabIndex, onRename, onCompare, onDelete }: SessionMenuProps) => {
  const openExport = useExportDialog();
  const copyPath = useCopyPath();
  return (
    <Menu
      label={`Actions on ${session.name}`}
      tabIndex={tabIndex}
      items={[
        { label: 'Rename', shortcut: 'F2', run: onRename },
        { label: 'Compare with…', disabled: !isComparable(session), run: onCompare },
        { label: 'Export…', disabled: session.error !== null, run: () => openExport(session.path) },
        { label: 'Copy path', run: () => copyPath(session.path) },
        { label: 'Delete', shortcut: 'Del', takesAway: true, run: onDelete },
      ]}
    />
  );
};
