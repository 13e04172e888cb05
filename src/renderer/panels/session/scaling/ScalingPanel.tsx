import { useState } from 'react';
import { shortName } from '../../../../shared/executors.ts';
import type { LabReport } from '../../../../shared/lab-report.ts';
import { ScalingChart } from '../../../charts/ScalingChart.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ToggleChip } from '../../../ui/ToggleChip.tsx';
import { curveOf, whyNoCurve, withoutCurve } from './scaling-words.ts';
import { LawTable } from './LawTable.tsx';
import styles from './ScalingPanel.module.css';

interface ScalingPanelProps {
  /** Null: the recording ended before a first one was written. */
  readonly report: LabReport | null;
  readonly recording: boolean;
}

/** How the throughput of each executor grows with its workers, and where it would be highest. */
export default function ScalingPanel({ report, recording }: ScalingPanelProps) {
  if (report === null || report.scaling.length === 0) {
    return (
      <EmptyState icon="activity" title="No curve">
        {recording
          ? 'The curves are worked out when the lab has ended.'
          : report === null
            ? 'The recording ended before a first result was written.'
            : whyNoCurve(report)}
      </EmptyState>
    );
  }
  return <Curves report={report} />;
}

function Curves({ report }: { readonly report: LabReport }) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const curves = report.scaling.map(curveOf);
  const missing = withoutCurve(report);
  const toggle = (key: string, isShown: boolean) =>
    setHidden((now) => new Set(isShown ? [...now].filter((one) => one !== key) : [...now, key]));
  const shown = curves.filter(({ key }) => !hidden.has(key));
  return (
    <div className={styles['panel']}>
      <fieldset className={styles['legend']}>
        <legend className="visually-hidden">Executors in the chart</legend>
        {curves.map(({ key, name, colour, dashes, hollow }) => (
          <ToggleChip key={key} pressed={!hidden.has(key)} onChange={(pressed) => toggle(key, pressed)}>
            <svg width="26" height="10" aria-hidden="true" className={styles['sample']}>
              <line x1="0" y1="5" x2="26" y2="5" stroke={colour} strokeWidth="2" strokeDasharray={dashes} />
              <circle
                cx="13"
                cy="5"
                r="3.5"
                stroke={colour}
                strokeWidth="1.5"
                fill={hollow ? 'var(--surface)' : colour}
              />
            </svg>
            {name}
          </ToggleChip>
        ))}
      </fieldset>
      <figure className={styles['chart']}>
        {shown.length === 0 ? (
          <p className={styles['none']}>Choose an executor above to see how it scales.</p>
        ) : (
          <ScalingChart curves={shown} />
        )}
        <figcaption className={styles['caption']}>
          Tasks per second by workers (on an event loop: tasks in flight). Points are medians of the repeats
          {curves.some(({ law }) => law !== null)
            ? '; the curve is the Universal Scalability Law fitted to them, dotted where it goes beyond them; the ring is its predicted optimum, where it has one.'
            : '. No curve of the Universal Scalability Law fits them: the table says why.'}
        </figcaption>
      </figure>
      <LawTable scaling={report.scaling} />
      {missing.length > 0 && (
        <p className={styles['note']}>
          Only one worker count was run, so there is no curve: {missing.map(shortName).join(', ')}.
        </p>
      )}
    </div>
  );
}
