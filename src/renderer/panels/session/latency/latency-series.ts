import { familyOf } from '../../../../shared/executors.ts';
import type { LatencyOfConfiguration } from '../../../../shared/session-queries.ts';
import type { DistributionSeries } from '../../../charts/DistributionChart.tsx';
import { executorColour } from '../../../ui/executor-look.ts';
import { configurationName } from '../configuration.ts';
import { seriesKey } from './distribution.ts';

/** Curves of executors of one family have its hue and differ in their dashes. */
const dashes = ['0', '6 3', '2 3', '10 3 2 3', '14 4', '6 3 2 3 2 3'];

/** A curve for each configuration, in their order. */
export const latencySeries = (
  configurations: readonly LatencyOfConfiguration[],
): readonly DistributionSeries[] =>
  configurations.map(({ executor, workers }, index) => {
    const alike = configurations
      .slice(0, index)
      .filter((one) => familyOf(one.executor) === familyOf(executor)).length;
    return {
      key: seriesKey(index),
      name: configurationName({ executor, workers }),
      colour: executorColour(executor),
      dashes: dashes[alike % dashes.length] ?? '0',
    };
  });
