import { formatBytes } from '../../../shared/figures.ts';
import type { Scheduling } from '../../../shared/lab-report.ts';
import type { SessionOverview } from '../../../shared/session-queries.ts';
import { formatMoment } from '../../format/moment.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Truncated } from '../../ui/Truncated.tsx';
import { ExplainedBadge } from './ExplainedBadge.tsx';
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
          <span>
            {report.runtime.name} {report.runtime.version}
          </span>
        </>
      )}
      <span>{formatBytes(sizeBytes)}</span>
      <span className={styles['badges']}>
        <StateBadge complete={overview.complete} recording={recording} />
        {report !== null && <SchedulingBadge scheduling={report.scheduling} />}
      </span>
    </div>
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

const modes: Readonly<Record<Scheduling['mode'], { readonly name: string; readonly meaning: string }>> = {
  system: { name: 'exact, whole machine', meaning: 'Every context switch of the machine was recorded.' },
  process: {
    name: 'exact, own processes',
    meaning: 'Every context switch of the measured processes was recorded.',
  },
  sampled: {
    name: 'sampled',
    meaning: "Totals are the kernel's own counters; what happened between two looks was not seen.",
  },
};

function SchedulingBadge({ scheduling }: { readonly scheduling: Scheduling }) {
  const { name, meaning } = modes[scheduling.mode];
  return (
    <ExplainedBadge tone="neutral" explanation={`${meaning} ${scheduling.reason}`}>
      scheduling: {name}
    </ExplainedBadge>
  );
}
