import { formatCount } from '../../../shared/figures.ts';
import { pinPolicies, type PinPolicy } from '../../../shared/lab-report.ts';
import { Card } from '../../ui/Card.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import type { DraftPart } from './draft-part.ts';
import styles from './TrialChoice.module.css';

interface TrialChoiceProps extends DraftPart {
  /** Of the module; null: not known yet. */
  readonly tasks: number | null;
}

const pinning: Readonly<Record<PinPolicy, { readonly label: string; readonly meaning: string }>> = {
  each: {
    label: 'Each on its core',
    meaning: 'Every worker stays on one core: figures repeat best, and each core can be told what it did.',
  },
  set: {
    label: 'Free on these cores',
    meaning: 'The system moves workers among the chosen cores, as it would on a machine of that size.',
  },
  none: {
    label: 'Not pinned',
    meaning: 'The system places workers on any core, as it does in production without pinning.',
  },
};
const options = pinPolicies.map((value) => ({ value, label: pinning[value].label }));

/** How much is run, how often, and where workers are held. */
export const TrialChoice = ({ draft, change, problems, tasks }: TrialChoiceProps) => (
  <Card title="Trials">
    <div className={styles['numbers']}>
      <NumberField
        label="Tasks per trial"
        value={draft.tasks}
        onChange={(count) => change({ tasks: count })}
        min={1}
        placeholder={tasks === null ? 'all' : `all ${formatCount(tasks)}`}
        error={problems.tasks ?? null}
      />
      <NumberField
        label="Repeats of each configuration"
        value={draft.repeat}
        onChange={(repeat) => change({ repeat })}
        min={1}
        placeholder="as many as it takes"
        error={problems.repeat ?? null}
      />
    </div>
    <div className={styles['pinning']}>
      <span className={styles['label']} aria-hidden="true">
        Pinning
      </span>
      <Segmented label="Pinning" value={draft.pin} options={options} onChange={(pin) => change({ pin })} />
      <p className={styles['meaning']}>{pinning[draft.pin].meaning}</p>
    </div>
  </Card>
);
