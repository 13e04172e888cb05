import { useCall } from '../../connection/use-call.ts';
import { useSurroundings } from '../../connection/use-surroundings.ts';
import { joinPath, splitTyped } from '../file-picker/typed-path.ts';

interface TargetCheck {
  readonly exists: boolean;
  /** Why nothing can be written there; null when it seems possible. */
  readonly problem: string | null;
}

/** What lies where an export is to go, before it is begun. */
export function useTargetCheck(target: string): TargetCheck {
  const { workingFolder } = useSurroundings();
  const { folder, name } = splitTyped(target.trim(), workingFolder);
  const listing = useCall((engine) => engine.listFolder(folder), [folder]);
  if (name === '') return { exists: false, problem: 'Give the file a name.' };
  if (listing.state !== 'ready') return { exists: false, problem: null };
  const { entries, error, folder: found } = listing.value;
  if (error !== null) return { exists: false, problem: error };
  if (!folder.startsWith('~') && found !== folder) {
    return { exists: false, problem: `There is no folder ${folder}.` };
  }
  const entry = entries.find((one) => one.name === name);
  return entry?.kind === 'folder'
    ? { exists: false, problem: 'There is a folder of this name.' }
    : { exists: entry !== undefined, problem: null };
}

/** The user's Downloads when there are some, else their home. */
export function useDownloadsFolder(): string {
  const { home } = useSurroundings();
  const downloads = joinPath(home, 'Downloads');
  const listing = useCall((engine) => engine.listFolder(downloads), [downloads]);
  return listing.state === 'ready' && listing.value.folder === downloads ? downloads : home;
}
