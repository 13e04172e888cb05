import { createContext } from 'react';
import type { FileDialog } from '../../shared/host-link.ts';
import type { Surroundings } from '../../shared/workplace.ts';
import type { Link } from './link.ts';

/** What the shell provides to the screens; they use the hooks beside this file. */

export const LinkContext = createContext<Link | null>(null);

export const SurroundingsContext = createContext<Surroundings | null>(null);

export interface FileChooser {
  /** A path of the machine the engine runs on; null: dismissed. */
  readonly chooseFile: (dialog: FileDialog) => Promise<string | null>;
  /** Where the dropped file lies; null: not found, and the user chose none. */
  readonly pathOfDropped: (file: File) => Promise<string | null>;
}
export const FileChooserContext = createContext<FileChooser | null>(null);

/** Opens the export dialog for the session at this path. */
export type OpenExport = (session: string) => void;
export const ExportContext = createContext<OpenExport | null>(null);
