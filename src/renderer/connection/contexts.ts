import { createContext } from 'react';
import type { FileDialog } from '../../shared/host-link.ts';
import type { Surroundings } from '../../shared/workplace.ts';
import type { JobStore } from './job-store.ts';
import type { Link } from './link.ts';

/** What the shell provides to the screens; they use the hooks beside this file. */

export const LinkContext = createContext<Link | null>(null);

/** What seldom changes. The jobs change all the time, and are apart. */
export type Workplace = Omit<Surroundings, 'jobs'>;
export const SurroundingsContext = createContext<Workplace | null>(null);

export const JobsContext = createContext<JobStore | null>(null);

export interface FileChooser {
  /** A path of the machine the engine runs on; null: dismissed. */
  readonly chooseFile: (dialog: FileDialog) => Promise<string | null>;
  /** What it gives to save under was agreed to be replaced, if it exists: native dialogs ask that themselves. */
  readonly asksToReplace: boolean;
  /** Where the dropped file lies; null: not found, and the user chose none. */
  readonly pathOfDropped: (file: File) => Promise<string | null>;
}
export const FileChooserContext = createContext<FileChooser | null>(null);

/** Opens the export dialog for the session at this path. */
export type OpenExport = (session: string) => void;
export const ExportContext = createContext<OpenExport | null>(null);
