import type { LatencyOfConfiguration, LatencyReport } from '../../../../shared/session-queries.ts';

/** A row of the chart: from `ns` to the next row's, the share of each configuration's tasks (`c0`, `c1`, … in report order). */
export type DistributionRow = Readonly<Record<string, number>> & { readonly ns: number };

/** What curves are drawn of; of configurations in the order of their keys. */
export interface Distributions extends Pick<LatencyReport, 'edgesNs'> {
  readonly configurations: readonly Pick<LatencyOfConfiguration, 'tasks' | 'counts'>[];
}

export const seriesKey = (configuration: number): string => `c${configuration}`;

/**
 * The shares of tasks per bin as steps over a time axis, for the configurations asked for. Shares and not counts: configurations may have
 * run different numbers of tasks. Bins that are empty for all of them at either end are left out, but for one on each side.
 */
export function distributionRows(
  { edgesNs, configurations }: Distributions,
  shown: readonly number[],
): readonly DistributionRow[] {
  const bins = Math.max(0, edgesNs.length - 1);
  const filled = Array.from({ length: bins }, (_, bin) => bin).filter((bin) =>
    shown.some((index) => (configurations[index]?.counts[bin] ?? 0) > 0),
  );
  const [first] = filled;
  const last = filled.at(-1);
  if (first === undefined || last === undefined) return [];
  const from = Math.max(0, first - 1);
  const to = Math.min(bins, last + 2);
  return Array.from({ length: to - from + 1 }, (_, offset) => {
    const bin = from + offset;
    const row: Record<string, number> & { ns: number } = { ns: edgesNs[bin] ?? Number.NaN };
    for (const index of shown) {
      const configuration = configurations[index];
      if (configuration === undefined || configuration.tasks === 0) continue;
      row[seriesKey(index)] = (configuration.counts[bin] ?? 0) / configuration.tasks;
    }
    return row;
  });
}
