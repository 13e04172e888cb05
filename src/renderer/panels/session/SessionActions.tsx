import { Menu } from '@base-ui/react/menu';
import { useState } from 'react';
import { useEngine } from '../../connection/use-engine.ts';
import { useExportDialog } from '../../connection/use-export-dialog.ts';
import { useRoute } from '../../connection/use-route.ts';
import type { Job } from '../../../shared/jobs.ts';
import type { SessionOverview } from '../../../shared/session-queries.ts';
import { Button } from '../../ui/Button.tsx';
import { copyText } from '../../ui/CopyButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useToasts } from '../../ui/use-toasts.ts';
import { RenameDialog } from './RenameDialog.tsx';
import styles from './SessionActions.module.css';

interface SessionActionsProps {
  readonly overview: SessionOverview;
  /** The job that records the session right now. */
  readonly recording: Job | null;
}

export function SessionActions({ overview, recording }: SessionActionsProps) {
  const [, go] = useRoute();
  const openExport = useExportDialog();
  if (recording !== null) {
    return (
      <Button icon="chart" onClick={() => go({ screen: 'live', job: recording.id })}>
        Watch live
      </Button>
    );
  }
  return (
    <div className={styles['actions']}>
      <MoreActions overview={overview} />
      <Button onClick={() => go({ screen: 'start', task: overview.header.workload.path })}>
        Measure again
      </Button>
      <Button variant="primary" icon="export" onClick={() => openExport(overview.path)}>
        Export…
      </Button>
    </div>
  );
}

function MoreActions({ overview }: { readonly overview: SessionOverview }) {
  const [renaming, setRenaming] = useState(false);
  const [, go] = useRoute();
  const remove = useDeletion();
  const copyPath = useCopyPath();
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className={styles['more']} aria-label="More actions">
          <Icon name="more" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end" className={styles['positioner']}>
            <Menu.Popup className={styles['menu']}>
              <Menu.Item className={styles['item']} onClick={() => void copyPath(overview.path)}>
                Copy path
              </Menu.Item>
              <Menu.Item className={styles['item']} onClick={() => setRenaming(true)}>
                Rename…
              </Menu.Item>
              <Menu.Item
                className={`${styles['item']} ${styles['danger']}`}
                onClick={() => void remove(overview)}
              >
                Delete
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <RenameDialog
        overview={overview}
        open={renaming}
        onOpenChange={setRenaming}
        onRenamed={(session) => go({ screen: 'session', session, tab: 'ranking' }, 'replace')}
      />
    </>
  );
}

function useCopyPath(): (path: string) => Promise<void> {
  const toasts = useToasts();
  return (path) =>
    copyText(path).then(
      () => toasts.show({ title: 'The path was copied', description: path }),
      () => toasts.show({ title: 'The clipboard cannot be written here', description: path, tone: 'bad' }),
    );
}

/** Puts a session aside and goes to the list, where it can be brought back for a while. */
function useDeletion(): (overview: SessionOverview) => Promise<void> {
  const engine = useEngine();
  const toasts = useToasts();
  const [, go] = useRoute();
  return async ({ path, name }) => {
    try {
      const deleted = await engine.deleteSession(path);
      go({ screen: 'sessions' }, 'replace');
      const undo = () => void engine.restoreSession(deleted).catch(toasts.showError);
      toasts.show({ title: `${name} was deleted`, action: { label: 'Undo', run: undo } });
    } catch (thrown) {
      toasts.showError(thrown);
    }
  };
}
