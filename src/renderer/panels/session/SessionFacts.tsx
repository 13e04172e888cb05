import { formatBytes } from '../../../shared/figures.ts';
import type { ProgramExit } from '../../../shared/profile-report.ts';
import type { SessionOverview } from '../../../shared/session-queries.ts';
import { exitWords } from '../../format/exit.ts';
import { formatMoment } from '../../format/moment.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import { ExplainedBadge } from '../../ui/ExplainedBadge.tsx';
import { SchedulingBadge } from '../scheduling/SchedulingBadge.tsx';
import styles from './SessionFacts.module.css';

interface SessionFactsProps {
  readonly overview: SessionOverview;
  readonly recording: boolean;
}

/** When, where and on what a session was recorded, and how far it can be trusted. */
export function SessionFacts({ overview, recording }: SessionFactsProps) {
  const { report, header, sizeBytes } = overview;
  return (
    <div className={styles['facts']}>
      <span>{formatMoment(header.started_at)}</span>
      {report !== null && (
        <>
          <span className={styles['machine']}>
            <Truncated text={`${report.machine.cpus} × ${report.machine.model}, ${report.machine.os}`} />
          </span>
          {report.command === 'lab' && (
            <span>
              {report.runtime.name} {report.runtime.version}
            </span>
          )}
        </>
      )}
      <span>{formatBytes(sizeBytes)}</span>
      <span className={styles['badges']}>
        {report?.command === 'profile' && !recording && <ExitBadge exit={report.exit} />}
        <StateBadge complete={overview.complete} recording={recording} />
        {report !== null && <SchedulingBadge scheduling={report.scheduling} />}
      </span>
    </div>
  );
}

/** How the program ended is told on every tab; that it ended well needs no telling. */
function ExitBadge({ exit }: { readonly exit: ProgramExit }) {
  const { short, sentence, tone } = exitWords(exit);
  if (tone !== 'bad') return null;
  return (
    <ExplainedBadge tone={tone} explanation={sentence}>
      {short}
    </ExplainedBadge>
  );
}

function StateBadge({ complete, recording }: { readonly complete: boolean; readonly recording: boolean }) {
  if (recording) return <Badge tone="accent">recording</Badge>;
  if (complete) return <Badge tone="good">complete</Badge>;
  return (
    <ExplainedBadge
      tone="warning"
      explanation="The recording did not end by itself. What was measured until then is here; a trial that was cut off is marked as unfinished."
    >
      interrupted
    </ExplainedBadge>
  );
}
