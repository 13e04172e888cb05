import { useSyncExternalStore } from 'react';
import type { Job, JobId } from '../../shared/jobs.ts';
import { JobsContext } from './contexts.ts';
import type { JobStore } from './job-store.ts';
import { useProvided } from './provided.ts';

/** For what looks at jobs when something happens; what draws them uses the hooks below. */
export const useJobStore = (): JobStore => useProvided(JobsContext);

/** Renders the component when `read` gives something else. */
function useJobsRead<T>(read: (jobs: JobStore) => T): T {
  const jobs = useJobStore();
  return useSyncExternalStore(jobs.onChange, () => read(jobs));
}

/** The jobs under way, and those that ended not long ago. */
export const useJobs = (): readonly Job[] => useJobsRead((jobs) => jobs.all());

/** Null: nobody knows it, or not any more. */
export const useJob = (id: JobId): Job | null => useJobsRead((jobs) => jobs.find(id));

/** The lab or profile under way, by its id alone, which stays the same from its begin to its end. */
export const useMeasurementUnderWay = (): JobId | null => useJobsRead((jobs) => jobs.measurementUnderWay());

/** What records this session right now. */
export const useRecorder = (session: string): JobId | null =>
  useJobsRead((jobs) => jobs.measurementUnderWay(session));
