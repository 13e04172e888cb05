import { useState } from 'react';
import { useEngine } from '../../connection/use-engine.ts';
import { useExportDialog } from '../../connection/use-export-dialog.ts';
import { useRoute } from '../../connection/use-route.ts';
import type { Job } from '../../../shared/jobs.ts';
import type { SessionOverview } from '../../../shared/session-queries.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useCopyPath } from '../../ui/use-copy-path.ts';
import { TryAgain } from '../what-if/TryWhatIf.tsx';
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
      <Again overview={overview} />
      <Button variant="primary" icon="export" onClick={() => openExport(overview.path)}>
        Export…
      </Button>
    </div>
  );
}

/** To what the session was recorded by, with what it was recorded of. */
function Again({ overview }: { readonly overview: SessionOverview }) {
  const [, go] = useRoute();
  const { header, report, path } = overview;
  switch (header.command) {
    case 'profile':
      return (
        <Button onClick={() => go({ screen: 'profile', script: null, again: path })}>Profile again</Button>
      );
    case 'what-if':
      return report?.command === 'what-if' ? <TryAgain report={report} /> : null;
    case 'lab':
      return (
        <Button onClick={() => go({ screen: 'start', task: header.workload.path })}>Measure again</Button>
      );
  }
}

function MoreActions({ overview }: { readonly overview: SessionOverview }) {
  const [renaming, setRenaming] = useState(false);
  const [, go] = useRoute();
  const remove = useDeletion();
  const copyPath = useCopyPath();
  return (
    <>
      <Menu
        label="More actions"
        items={[
          { label: 'Copy path', run: () => copyPath(overview.path) },
          { label: 'Rename…', run: () => setRenaming(true) },
          { label: 'Delete', takesAway: true, run: () => void remove(overview) },
        ]}
      />
      <RenameDialog
        overview={overview}
        open={renaming}
        onOpenChange={setRenaming}
        onRenamed={(session) => go({ screen: 'session', session, tab: 'ranking' }, 'replace')}
      />
    </>
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
