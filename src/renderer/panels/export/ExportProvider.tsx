import { useCallback, useState, type ReactNode } from 'react';
import { ExportContext } from '../../connection/contexts.ts';
import type { Job, JobId } from '../../../shared/jobs.ts';
import { copyText } from '../../ui/CopyButton.tsx';
import { useToasts, type Toasts } from '../../ui/use-toasts.ts';
import { splitTyped } from '../file-picker/typed-path.ts';
import { ExportDialog } from './ExportDialog.tsx';
import { ExportEnd } from './ExportEnd.tsx';

/** The export dialog over every screen, and a word about each export of this window when it has ended. */
export const ExportProvider = ({ children }: { readonly children: ReactNode }) => {
  const toasts = useToasts();
  const [session, setSession] = useState<string | null>(null);
  const [mine, setMine] = useState<readonly JobId[]>([]);
  const openExport = useCallback((path: string) => setSession(path), []);

  const end = (job: Job): void => {
    setMine((ids) => ids.filter((id) => id !== job.id));
    tellEnd(job, toasts);
  };

  return (
    <ExportContext value={openExport}>
      {children}
      {mine.map((id) => (
        <ExportEnd key={id} id={id} onEnd={end} />
      ))}
      {session !== null && (
        <ExportDialog
          key={session}
          session={session}
          onStarted={(job) => setMine((ids) => [...ids, job])}
          onClose={() => setSession(null)}
        />
      )}
    </ExportContext>
  );
};

function tellEnd({ work, state }: Job, { show, showError }: Toasts): void {
  if (work.kind !== 'export') return;
  const { target } = work;
  const name = splitTyped(target, '').name;
  if (state.type === 'done') {
    const run = (): void => void copyText(target).catch(showError);
    show({
      title: `Exported ${name}`,
      description: target,
      tone: 'good',
      action: { label: 'Copy path', run },
    });
  } else if (state.type === 'failed') {
    show({ title: state.error.message, description: state.error.remedy, tone: 'bad' });
  } else {
    show({ title: `The export of ${name} was cancelled` });
  }
}
