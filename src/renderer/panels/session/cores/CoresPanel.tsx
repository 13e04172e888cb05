import { useMemo } from 'react';
import type { CoreLoad as RecordedLoad, SessionOverview } from '../../../../shared/session-queries.ts';
import { CoreLoad } from '../../../charts/CoreLoad.tsx';
import type { CoreLoadSeries } from '../../../charts/core-load-series.ts';
import { useCall } from '../../../connection/use-call.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { CallFailure } from '../CallFailure.tsx';
import { labTrials } from '../configuration.ts';
import { knownAnswer } from '../known-answer.ts';
import { trialsOf } from '../../../../shared/session-report.ts';
import { BusyMatrix } from './BusyMatrix.tsx';
import { CoreDemandSection } from './CoreDemandSection.tsx';
import { TrialBandStrip } from './TrialBandStrip.tsx';
import styles from './CoresPanel.module.css';

/** Buckets per core: what a chart draws without effort, and finer than the eye follows over a whole session. */
const buckets = 300;

/** How busy each core was, over the session and by trial, and with what. */
export function CoresPanel({ overview }: { readonly overview: SessionOverview }) {
  const { path, endNs, report } = overview;
  const trials = labTrials(overview.trials);
  const call = useCall(
    async (engine) =>
      endNs <= 0 ? null : engine.coreLoad({ session: path, fromNs: 0, toNs: endNs, width: buckets }),
    [path, endNs],
  );
  const measured = trialsOf(report);
  const load = knownAnswer(call);
  const series = useMemo(() => (load === null ? null : seriesOf(load, endNs)), [load, endNs]);
  const cores = load?.cores.length ?? 0;
  return (
    <div className={styles['panel']}>
      <CallFailure call={call} />
      <section className={styles['load']}>
        <h2>Over the session</h2>
        {series !== null && cores > 0 ? (
          <CoreLoad
            series={series}
            figure="mean"
            {...(trials.length > 0 && { above: <TrialBandStrip trials={trials} endNs={endNs} /> })}
          />
        ) : call.state === 'loading' ? (
          <Spinner label="Reading the load of the cores" />
        ) : (
          <EmptyState icon="cpu" title="The load of the cores is not known">
            The recording ended before the cores were first looked at.
          </EmptyState>
        )}
      </section>
      <CoreDemandSection overview={overview} />
      {measured.length > 0 && (
        <section>
          <h2>Mean by trial</h2>
          <BusyMatrix trials={measured} />
        </section>
      )}
    </div>
  );
}

const seriesOf = ({ cores, busy }: RecordedLoad, endNs: number): CoreLoadSeries => ({
  cores,
  busy,
  timesNs: Float64Array.from({ length: buckets }, (_, bucket) => ((bucket + 0.5) / buckets) * endNs),
});
