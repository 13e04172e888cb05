import { ExportContext, type OpenExport } from './contexts.ts';
import { useProvided } from './provided.ts';

/** Opens the export dialog for the session at a path. */
export const useExportDialog = (): OpenExport => useProvided(ExportContext);
