import { useMemo } from 'react';
import type { SessionOverview } from '../../../../shared/session-queries.ts';
import { DemandChart } from '../../../charts/DemandChart.tsx';
import type { DemandSeries } from '../../../charts/demand-series.ts';
import { useCall } from '../../../connection/use-call.ts';
import { CallFailure } from '../CallFailure.tsx';
import { knownAnswer } from '../known-answer.ts';

/** What is told apart on a wide screen; a path of more points is no finer there. */
const buckets = 480;

/** Who had the cores and how many threads wanted them; nothing where single switches were not recorded. */
export function CoreDemandSection({ overview }: { readonly overview: SessionOverview }) {
  const { path, endNs } = overview;
  const call = useCall(
    async (engine) =>
      endNs <= 0 ? null : engine.coreDemand({ session: path, fromNs: 0, toNs: endNs, width: buckets }),
    [path, endNs],
  );
  const demand = knownAnswer(call);
  const series = useMemo<DemandSeries | null>(
    () => (demand === null ? null : { ...demand, fromNs: 0, toNs: endNs, width: buckets }),
    [demand, endNs],
  );
  if (call.state === 'failed') return <CallFailure call={call} />;
  if (series === null || series.cores.length === 0) return null;
  return (
    <section>
      <h2>Who had the cores, and how many threads wanted them</h2>
      <DemandChart series={series} />
    </section>
  );
}
