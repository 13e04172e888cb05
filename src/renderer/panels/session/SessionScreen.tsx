import { useJobs } from '../../connection/use-jobs.ts';
import { useCall } from '../../connection/use-call.ts';
import { useRoute } from '../../connection/use-route.ts';
import { isUnderWay } from '../../../shared/jobs.ts';
import type { SessionTab } from '../../../shared/route.ts';
import { Screen } from '../../ui/Screen.tsx';
import { SessionActions } from './SessionActions.tsx';
import { SessionContents } from './SessionContents.tsx';
import { SessionFacts } from './SessionFacts.tsx';
import { SessionSkeleton, UnreadableSession } from './SessionStates.tsx';
import { useTicks } from './use-ticks.ts';

interface SessionScreenProps {
  /** Path of the session's file. */
  readonly session: string;
  readonly tab: SessionTab;
}

/** How often a session that is being recorded is read again. */
const refreshMs = 2000;

/** One session: what it says (a verdict, or how a program ran) and everything that was recorded for it. */
export function SessionScreen({ session, tab }: SessionScreenProps) {
  const recording = useJobs().find(
    (job) => job.work.kind !== 'export' && job.work.session === session && isUnderWay(job),
  );
  const ticks = useTicks(recording === undefined ? null : refreshMs);
  const overview = useCall(
    (engine) => engine.describeSession(session),
    // The end of a recording is one more reason to read it again.
    [session, ticks, recording === undefined],
  );
  const [, go] = useRoute();

  if (overview.state === 'failed') return <UnreadableSession error={overview.error} retry={overview.retry} />;
  const known = overview.state === 'ready' ? overview.value : overview.previous;
  if (known === null || known.path !== session) return <SessionSkeleton path={session} />;
  return (
    <Screen
      title={known.header.workload.label}
      subtitle={<SessionFacts overview={known} recording={recording !== undefined} />}
      actions={<SessionActions overview={known} recording={recording ?? null} />}
    >
      <SessionContents
        key={session}
        overview={known}
        recording={recording !== undefined}
        tab={tab}
        onTab={(next) => go({ screen: 'session', session, tab: next }, 'replace')}
      />
    </Screen>
  );
}

export default SessionScreen;
