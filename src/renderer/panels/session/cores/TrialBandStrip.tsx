import { formatDuration } from '../../../../shared/durations.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import { executorColour } from '../../../ui/executor-look.ts';
import { Tooltip } from '../../../ui/Tooltip.tsx';
import { trialNameOf, type LabTrial } from '../configuration.ts';
import { trialBands } from './trial-bands.ts';
import styles from './TrialBandStrip.module.css';

interface TrialBandStripProps {
  readonly trials: readonly LabTrial[];
  readonly endNs: number;
}

/** When each trial ran, over the same time axis as the chart below. */
export const TrialBandStrip = ({ trials, endNs }: TrialBandStripProps) => (
  <ul className={styles['strip']} aria-label="Trials over the session">
    {trialBands(trials, endNs).map(({ trial, executor, from, width }) => {
      const name = trialNameOf(trials, trial);
      const hue = executorColour(executor);
      const extent = trials[trial];
      return (
        <li
          key={trial}
          className={styles['place']}
          style={{ left: `${from * 100}%`, width: `${width * 100}%` }}
        >
          <Tooltip content={`${name}: ${time(extent?.fromNs)} to ${time(extent?.toNs)}`}>
            <button
              type="button"
              aria-label={name}
              className={styles['band']}
              style={{ borderColor: hue, background: `color-mix(in srgb, ${hue} 16%, var(--surface))` }}
            >
              <span className={styles['name']}>{name}</span>
            </button>
          </Tooltip>
        </li>
      );
    })}
  </ul>
);

const time = (ns: number | null | undefined): string =>
  formatDuration(ns === null || ns === undefined ? null : asNanoseconds(ns));
