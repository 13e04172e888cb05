import type { ReactNode } from 'react';
import { counted, formatCount, formatMilliseconds, formatShare } from '../../../../shared/figures.ts';
import type { CoreUse } from '../../../../shared/lab-report.ts';
import type { ProfileReport } from '../../../../shared/profile-report.ts';
import type { TracingOverview } from '../../../../shared/session-queries.ts';
import { fromMilliseconds } from '../../../../shared/units.ts';
import { exitWords } from '../../../format/exit.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { FindingCards } from '../../findings/FindingCards.tsx';
import { TryWhatIf } from '../../what-if/TryWhatIf.tsx';
import { useTaskFocus } from '../task-focus.tsx';
import { BusiestProcesses } from './BusiestProcesses.tsx';
import styles from './SummaryPanel.module.css';
import { TasksByApi } from './TasksByApi.tsx';
import { TracedPrograms } from './TracedPrograms.tsx';
import { sumOfThreads } from './thread-figures.ts';

interface SummaryPanelProps {
  /** Null: the recording ended before a first one was written. */
  readonly report: ProfileReport | null;
  readonly tracing: TracingOverview | null;
  readonly recording: boolean;
  readonly onThreads: () => void;
}

/** A profile at a glance: how the program ended, what it took, what stands out, and which processes and cores did it. */
export function SummaryPanel({ report, tracing, recording, onThreads }: SummaryPanelProps) {
  const { showRange } = useTaskFocus();
  if (report === null) {
    return (
      <EmptyState icon="activity" title="Nothing to sum up yet">
        The recording ended before a first summary was written. What was recorded until then is in the other
        tabs.
      </EmptyState>
    );
  }
  return (
    <div className={styles['panel']}>
      <ProfileFigures report={report} recording={recording} />
      <FindingCards
        findings={report.findings}
        renderAttempt={({ id }) => <TryWhatIf report={report} finding={id} disabled={recording} />}
        onShow={({ range_ms: [from, to] }) =>
          showRange({ fromNs: fromMilliseconds(from), toNs: fromMilliseconds(to) })
        }
      />
      <TasksByApi tasks={report.tasks} />
      <div className={styles['columns']}>
        <BusiestProcesses processes={report.processes} onThreads={onThreads} />
        <CoreBars cores={report.cores} used={report.cores_used} />
        <TracedPrograms programs={tracing?.programs ?? []} />
      </div>
    </div>
  );
}

function ProfileFigures({
  report,
  recording,
}: Pick<SummaryPanelProps, 'recording'> & { readonly report: ProfileReport }) {
  const { exit, wall_ms, processes } = report;
  const threads = processes.flatMap((process) => process.threads);
  const sum = sumOfThreads(threads);
  const { short, sentence, tone } = exitWords(exit);
  return (
    <dl className={styles['figures']}>
      <Figure name="Exit" note={recording ? 'It is being recorded' : sentence}>
        {recording ? 'running' : <Badge tone={tone}>{short}</Badge>}
      </Figure>
      <Figure name="Wall time">{formatMilliseconds(wall_ms)}</Figure>
      <Figure name="CPU time" note={coresOnAverage(sum.on_cpu_ms, wall_ms)}>
        {formatMilliseconds(sum.on_cpu_ms)}
      </Figure>
      <Figure name="Waited for a core" note="all threads together">
        {formatMilliseconds(sum.run_delay_ms)}
      </Figure>
      <Figure name="Switches" note={involuntaryOf(sum.involuntary_switches)}>
        {countOf(switchesOf(sum.voluntary_switches, sum.involuntary_switches))}
      </Figure>
      <Figure name="Migrations">{countOf(sum.migrations)}</Figure>
      <Figure name="Processes" note={counted(threads.length, 'thread')}>
        {formatCount(processes.length)}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly note?: string | null;
  readonly children: ReactNode;
}

const Figure = ({ name, note, children }: FigureProps) => (
  <div className={styles['figure']}>
    <dt>{name}</dt>
    <dd className={styles['value']}>{children}</dd>
    {note != null && <dd className={styles['note']}>{note}</dd>}
  </div>
);

const countOf = (value: number | null): string => (value === null ? '–' : formatCount(value));

const switchesOf = (voluntary: number | null, involuntary: number | null): number | null =>
  voluntary === null && involuntary === null ? null : (voluntary ?? 0) + (involuntary ?? 0);

const involuntaryOf = (involuntary: number | null): string | null =>
  involuntary === null ? null : `${formatCount(involuntary)} involuntary`;

const coresOnAverage = (onCpuMs: number | null, wallMs: number | null): string | null =>
  onCpuMs === null || wallMs === null || wallMs <= 0
    ? null
    : `${(onCpuMs / wallMs).toFixed(2)} cores on average`;

interface CoreBarsProps {
  readonly cores: readonly CoreUse[];
  readonly used: readonly number[];
}

/** How busy each core was while the program ran, whoever had it. */
const CoreBars = ({ cores, used }: CoreBarsProps) => (
  <Card title="Cores" aside={`held on ${used.length === 1 ? 'core' : 'cores'} ${rangesOf(used)}`}>
    {cores.length === 0 ? (
      <p className={styles['note']}>The load of the cores is not known.</p>
    ) : (
      <ul className={styles['cores']}>
        {cores.map(({ core, busy }) => (
          <li key={core} className={styles['core']}>
            <span>core {core}</span>
            <span className={styles['track']} aria-hidden="true">
              <span className={styles['bar']} style={{ width: `${busy * 100}%` }} />
            </span>
            <span className={styles['share']}>{formatShare(busy)}</span>
          </li>
        ))}
      </ul>
    )}
  </Card>
);

/** `0–3, 6`: cores, ascending. */
function rangesOf(cores: readonly number[]): string {
  const ranges: { readonly from: number; to: number }[] = [];
  for (const core of cores) {
    const last = ranges.at(-1);
    if (last?.to === core - 1) last.to = core;
    else ranges.push({ from: core, to: core });
  }
  return ranges
    .map(({ from, to }) => (from === to ? `${from}` : `${from}${to === from + 1 ? ', ' : '–'}${to}`))
    .join(', ');
}
