import { useEffect, useMemo, useState, type ComponentType, type ReactNode } from 'react';
import type { Job } from '../../shared/jobs.ts';
import type { Settings, Surroundings } from '../../shared/workplace.ts';
import { LinkContext, SurroundingsContext } from './contexts.ts';
import { useEvent } from './use-event.ts';
import { withJob, withReported } from './known-jobs.ts';
import type { Link } from './link.ts';
import { useCall, type Call } from './use-call.ts';

/** A call that failed, and the way to ask again. */
export type Failure = Extract<Call<void>, { readonly state: 'failed' }>;

interface ConnectionProviderProps {
  readonly link: Link;
  /** Drawn until the surroundings are known; `failure`: why the engine could not tell them. */
  readonly Waiting: ComponentType<{ readonly failure: Failure | null }>;
  readonly children: ReactNode;
}

/** Everything below it can use the hooks beside this file, and knows the surroundings. */
export const ConnectionProvider = ({ link, Waiting, children }: ConnectionProviderProps) => {
  useEffect(() => link.open(), [link]);
  return (
    <LinkContext value={link}>
      <SurroundingsProvider Waiting={Waiting}>{children}</SurroundingsProvider>
    </LinkContext>
  );
};

const SurroundingsProvider = ({ Waiting, children }: Omit<ConnectionProviderProps, 'link'>) => {
  const [surroundings, setSurroundings] = useState<Surroundings | null>(null);
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const [renamings, setRenamings] = useState(0);
  const asked = useCall(
    async (engine) => {
      const found = await engine.surroundings();
      setSurroundings(found);
      setJobs((known) => withReported(known, found.jobs));
    },
    [renamings],
  );
  useEvent('jobChanged', (job) => setJobs((known) => withJob(known, job)));
  useEvent('settingsChanged', (settings) => {
    setSurroundings((last) => last && { ...last, settings });
    if (surroundings !== null && !nameTheSame(surroundings.settings, settings)) {
      setRenamings((count) => count + 1);
    }
  });
  const known = useMemo(
    () => (surroundings === null ? null : { ...surroundings, jobs }),
    [surroundings, jobs],
  );
  if (known === null) return <Waiting failure={asked.state === 'failed' ? asked : null} />;
  return <SurroundingsContext value={known}>{children}</SurroundingsContext>;
};

/** Whether two settings name the same interpreters and folder, which the surroundings describe. */
const nameTheSame = (one: Settings, other: Settings): boolean =>
  one.node === other.node && one.python === other.python && one.sessionsFolder === other.sessionsFolder;
