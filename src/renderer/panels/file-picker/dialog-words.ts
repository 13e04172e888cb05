import type { FileDialog } from '../../../shared/host-link.ts';
import type { Workplace } from '../../connection/contexts.ts';
import { intoFolder, splitTyped } from './typed-path.ts';

type Purpose = FileDialog['purpose'];

export const titles: Readonly<Record<Purpose, string>> = {
  'open-task': 'Open a task file',
  'open-program': 'Choose a script or program',
  'open-session': 'Open a session',
  'choose-folder': 'Choose a folder',
  'choose-program': 'Choose a program',
  'save-export': 'Where to save the export',
};

export const choices: Readonly<Record<Purpose, string>> = {
  'open-task': 'Open',
  'open-program': 'Use this',
  'open-session': 'Open',
  'choose-folder': 'Use this folder',
  'choose-program': 'Use this program',
  'save-export': 'Save here',
};

/** What the path field begins with. */
export function firstPath(dialog: FileDialog, surroundings: Workplace): string {
  const { workingFolder, sessionsFolder, settings, interpreters } = surroundings;
  switch (dialog.purpose) {
    case 'open-task': {
      const [latest] = settings.recentTasks;
      return intoFolder(latest === undefined ? workingFolder : splitTyped(latest, workingFolder).folder);
    }
    case 'open-program':
      return intoFolder(settings.recentCommands[0]?.cwd ?? workingFolder);
    case 'open-session':
      return intoFolder(sessionsFolder);
    case 'choose-folder':
      return dialog.from === undefined ? intoFolder(sessionsFolder) : intoFolder(dialog.from);
    case 'choose-program': {
      const [usual] = interpreters;
      return intoFolder(usual === undefined ? '/' : splitTyped(usual.path, '').folder);
    }
    case 'save-export':
      return dialog.suggested;
  }
}

export interface Place {
  readonly label: string;
  readonly path: string;
  readonly isFolder: boolean;
}

export interface PlaceGroup {
  readonly title: string;
  readonly places: readonly Place[];
}

/** Shortcuts beside the list. `candidates`: files that a dropped one may be. */
export function placeGroups(
  purpose: Purpose,
  { home, workingFolder, sessionsFolder, settings, examples }: Workplace,
  candidates: readonly string[],
): readonly PlaceGroup[] {
  const groups: PlaceGroup[] = [
    { title: 'Files of this name', places: candidates.map((path) => ({ ...file(path), label: path })) },
    {
      title: 'Places',
      places: [
        { label: 'Home', path: home, isFolder: true },
        { label: 'Working folder', path: workingFolder, isFolder: true },
        { label: 'Sessions', path: sessionsFolder, isFolder: true },
      ],
    },
    { title: 'Recent', places: purpose === 'open-task' ? settings.recentTasks.slice(0, 5).map(file) : [] },
    {
      title: 'Examples',
      places:
        purpose === 'open-task'
          ? examples.map(({ name, path }) => ({ label: name, path, isFolder: false }))
          : [],
    },
  ];
  return groups.filter(({ places }) => places.length > 0);
}

const file = (path: string): Place => ({ label: splitTyped(path, '').name, path, isFolder: false });
