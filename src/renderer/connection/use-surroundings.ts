import type { Surroundings } from '../../shared/workplace.ts';
import { SurroundingsContext } from './contexts.ts';
import { useProvided } from './provided.ts';

/** The machine, the settings and the jobs; settings and jobs are kept up to date. */
export const useSurroundings = (): Surroundings => useProvided(SurroundingsContext);
