import { useEngine } from '../../connection/use-engine.ts';
import type { ListedSession } from '../../../shared/workplace.ts';
import { useToasts } from '../../ui/use-toasts.ts';

/** Puts a session aside, and offers for a while to bring it back. */
export function useDeletion(): (session: Pick<ListedSession, 'path' | 'name'>) => Promise<void> {
  const engine = useEngine();
  const toasts = useToasts();
  return async ({ path, name }) => {
    try {
      const deleted = await engine.deleteSession(path);
      const run = (): void => void engine.restoreSession(deleted).catch(toasts.showError);
      toasts.show({ title: `Deleted ${name}`, action: { label: 'Undo', run } });
    } catch (thrown) {
      toasts.showError(thrown);
    }
  };
}
