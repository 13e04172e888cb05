import type { Job, JobId } from '../../shared/jobs.ts';
import { useSurroundings } from './use-surroundings.ts';

/** The jobs under way, and those that ended while this window was open. */
export const useJobs = (): readonly Job[] => useSurroundings().jobs;

export const useJob = (id: JobId): Job | null => useJobs().find((job) => job.id === id) ?? null;
