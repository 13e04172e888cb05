import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import type { Settings } from '../../shared/workplace.ts';
import { JobsContext, LinkContext, SurroundingsContext, type Workplace } from './contexts.ts';
import { JobStore } from './job-store.ts';
import { useEvent } from './use-event.ts';
import type { Link } from './link.ts';
import { useCall, type Call } from './use-call.ts';
import { useLinkState } from './use-link.ts';

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
  const [surroundings, setSurroundings] = useState<Workplace | null>(null);
  const [jobs] = useState(() => new JobStore());
  const [renamings, setRenamings] = useState(0);
  const asked = useCall(
    async (engine) => {
      const { jobs: reported, ...found } = await engine.surroundings();
      jobs.reported(reported);
      setSurroundings(found);
    },
    [renamings],
  );
  const { engine } = useLinkState();
  useEffect(() => {
    if (engine.type === 'ended') jobs.reported([]);
  }, [engine, jobs]);
  useEvent('jobChanged', (job) => jobs.changed(job));
  useEvent('settingsChanged', (settings) => {
    setSurroundings((last) => last && { ...last, settings });
    if (surroundings !== null && !nameTheSame(surroundings.settings, settings)) {
      setRenamings((count) => count + 1);
    }
  });
  if (surroundings === null) return <Waiting failure={asked.state === 'failed' ? asked : null} />;
  return (
    <JobsContext value={jobs}>
      <SurroundingsContext value={surroundings}>{children}</SurroundingsContext>
    </JobsContext>
  );
};

/** Whether two settings name the same interpreters and folder, which the surroundings describe. */
const nameTheSame = (one: Settings, other: Settings): boolean =>
  one.node === other.node && one.python === other.python && one.sessionsFolder === other.sessionsFolder;
