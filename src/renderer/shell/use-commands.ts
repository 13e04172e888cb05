import { useEffect, useEffectEvent } from 'react';
import { useExportDialog } from '../connection/use-export-dialog.ts';
import { useFileChooser } from '../connection/use-file-chooser.ts';
import { useJobStore } from '../connection/use-jobs.ts';
import { useLink } from '../connection/use-link.ts';
import { useRoute } from '../connection/use-route.ts';
import type { WindowCommand } from '../../shared/host-link.ts';
import { routeOfFile } from './route-of-file.ts';

/** Does what menus and shortcuts ask for. Also hears the host's menus itself. */
export function useCommands(): {
  readonly run: (command: WindowCommand) => void;
  readonly goLive: () => void;
} {
  const [route, go] = useRoute();
  const link = useLink();
  const openExport = useExportDialog();
  const { chooseFile } = useFileChooser();
  const jobs = useJobStore();

  const open = async (purpose: 'open-task' | 'open-session'): Promise<void> => {
    const path = await chooseFile({ purpose });
    if (path !== null) go(routeOfFile(path));
  };
  const run = (command: WindowCommand): void => {
    switch (command) {
      case 'new-lab':
        go({ screen: 'start', task: null });
        break;
      case 'new-profile':
        go({ screen: 'profile', script: null, again: null });
        break;
      case 'open-task':
      case 'open-session':
        void open(command);
        break;
      case 'sessions':
      case 'settings':
        go({ screen: command });
        break;
      case 'export':
        if (route.screen === 'session') openExport(route.session);
        else go({ screen: 'sessions' });
    }
  };
  const goLive = (): void => {
    const job = jobs.measurementUnderWay();
    if (job !== null) go({ screen: 'live', job });
  };
  const runLatest = useEffectEvent(run);
  useEffect(() => link.commands.add((command) => runLatest(command)), [link]);
  return { run, goLive };
}
