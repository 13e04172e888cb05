import { FileChooserContext, type FileChooser } from './contexts.ts';
import { useProvided } from './provided.ts';

/** Asks the user for a file: a native dialog in Electron, our own picker in a browser. */
export const useFileChooser = (): FileChooser => useProvided(FileChooserContext);
