import { SurroundingsContext, type Workplace } from './contexts.ts';
import { useProvided } from './provided.ts';

/** The machine, the folders and the settings, which are kept up to date. */
export const useSurroundings = (): Workplace => useProvided(SurroundingsContext);
