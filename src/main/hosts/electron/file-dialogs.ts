import { dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { FileDialog } from '../../../shared/host-link.ts';

/** Shows the native dialog over `window`. Gives the chosen path; null when it was dismissed. */
export async function chooseFile(window: BrowserWindow, choice: FileDialog): Promise<string | null> {
  if (choice.purpose === 'save-export') {
    const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: choice.suggested });
    return canceled ? null : filePath;
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: [choice.purpose === 'choose-folder' ? 'openDirectory' : 'openFile'],
    filters: filters[choice.purpose] ?? [],
    ...(choice.purpose === 'choose-folder' && choice.from !== undefined && { defaultPath: choice.from }),
  });
  return canceled ? null : (filePaths[0] ?? null);
}

const filters: Partial<Record<FileDialog['purpose'], FileFilter[]>> = {
  'open-task': [
    { name: 'Tasks', extensions: ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts', 'py'] },
    { name: 'All files', extensions: ['*'] },
  ],
  'open-session': [{ name: 'Corelane sessions', extensions: ['corelane'] }],
};
