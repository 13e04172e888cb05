import { useMemo, useState } from 'react';
import type { LatencyReport, SessionOverview } from '../../../../shared/session-queries.ts';
import { DistributionChart } from '../../../charts/DistributionChart.tsx';
import { useCall } from '../../../connection/use-call.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { ToggleChip } from '../../../ui/ToggleChip.tsx';
import { CallFailure } from '../CallFailure.tsx';
import { knownAnswer } from '../known-answer.ts';
import { distributionRows } from './distribution.ts';
import { latencySeries } from './latency-series.ts';
import { LatencyTable } from './LatencyTable.tsx';
import { logTicks, tickLabel } from './log-axis.ts';
import styles from './LatencyPanel.module.css';

type Metric = LatencyReport['metric'];

const metrics: readonly { readonly value: Metric; readonly label: string }[] = [
  { value: 'run', label: 'Run time' },
  { value: 'queue', label: 'Queue time' },
];

/** How long tasks ran or waited under each configuration. */
export default function LatencyPanel({ overview }: { readonly overview: SessionOverview }) {
  const { path, tasks } = overview;
  const [metric, setMetric] = useState<Metric>('run');
  const call = useCall((engine) => engine.latency({ session: path, metric }), [path, metric, tasks]);
  const latency = knownAnswer(call);
  return (
    <div className={styles['panel']}>
      <Segmented label="What of the tasks" value={metric} options={metrics} onChange={setMetric} />
      <CallFailure call={call} />
      {latency === null ? (
        call.state === 'loading' && (
          <div className={styles['place']}>
            <Spinner label="Sorting durations" />
          </div>
        )
      ) : latency.configurations.length === 0 || latency.edgesNs.length === 0 ? (
        <EmptyState icon="latency" title="No durations are known">
          Durations come from the tasks of trials that ended; this session holds none.
        </EmptyState>
      ) : (
        <Distributions latency={latency} />
      )}
    </div>
  );
}

/** More curves than this in one chart cannot be told apart. */
const shownAtFirst = 6;
const mostTicks = 9;

function Distributions({ latency }: { readonly latency: LatencyReport }) {
  const { configurations } = latency;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        latencySeries(configurations)
          .slice(shownAtFirst)
          .map(({ key }) => key),
      ),
  );
  const series = useMemo(() => latencySeries(configurations), [configurations]);
  const shown = useMemo(
    () => configurations.map((_, index) => index).filter((index) => !hidden.has(series[index]?.key ?? '')),
    [configurations, hidden, series],
  );
  const rows = useMemo(() => distributionRows(latency, shown), [latency, shown]);
  const ticks = logTicks(rows[0]?.ns ?? 0, rows.at(-1)?.ns ?? 0, mostTicks);
  const toggle = (key: string, isShown: boolean) =>
    setHidden((now) => new Set(isShown ? [...now].filter((one) => one !== key) : [...now, key]));
  return (
    <>
      <fieldset className={styles['legend']}>
        <legend className="visually-hidden">Configurations in the chart</legend>
        {series.map(({ key, name, colour, dashes }) => (
          <ToggleChip key={key} pressed={!hidden.has(key)} onChange={(pressed) => toggle(key, pressed)}>
            <svg width="18" height="8" aria-hidden="true" className={styles['sample']}>
              <line x1="0" y1="4" x2="18" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={dashes} />
            </svg>
            {name}
          </ToggleChip>
        ))}
      </fieldset>
      <div className={styles['views']}>
        <figure className={styles['chart']}>
          {rows.length === 0 ? (
            <p className={styles['none']}>Choose a configuration above to see how its tasks are spread.</p>
          ) : (
            <DistributionChart
              rows={rows}
              series={series.filter(({ key }) => !hidden.has(key))}
              ticks={ticks}
              formatTime={tickLabel}
            />
          )}
          <figcaption className={styles['caption']}>
            Share of the tasks by {latency.metric === 'run' ? 'how long they ran' : 'how long they waited'},
            over all trials that ended; the time axis is logarithmic.
          </figcaption>
        </figure>
        <LatencyTable configurations={configurations} />
      </div>
    </>
  );
}
