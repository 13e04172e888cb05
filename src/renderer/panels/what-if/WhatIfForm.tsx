import { useState, type FormEvent } from 'react';
import { toEnvelope } from '../../../shared/errors.ts';
import { defaultWhatIfRepeats, whatIfLimits, type Swap } from '../../../shared/what-if.ts';
import { useEngine } from '../../connection/use-engine.ts';
import { useRoute } from '../../connection/use-route.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Select, type Option } from '../../ui/Select.tsx';
import type { Proposal, TriedScript } from './what-if-proposal.ts';
import styles from './WhatIfForm.module.css';

interface WhatIfFormProps {
  readonly script: TriedScript;
  readonly proposal: Proposal;
  readonly choices: readonly Swap[];
  readonly onCancel: () => void;
  readonly onStarted: () => void;
}

type Choice = Swap | 'none';

const options: Readonly<Record<Choice, Option<Choice>>> = {
  'threads=processes': {
    value: 'threads=processes',
    label: 'Processes in place of threads',
    hint: 'ThreadPoolExecutor → ProcessPoolExecutor',
  },
  'processes=threads': {
    value: 'processes=threads',
    label: 'Threads in place of processes',
    hint: 'ProcessPoolExecutor → ThreadPoolExecutor',
  },
  'pool=threadpool': {
    value: 'pool=threadpool',
    label: 'Thread pool in place of process pool',
    hint: 'multiprocessing.Pool → ThreadPool',
  },
  none: { value: 'none', label: 'The same executors', hint: 'only with other numbers of workers' },
};

/** Which executors, how many workers, how often; then it starts, and is watched. */
export function WhatIfForm({ script, proposal, choices, onCancel, onStarted }: WhatIfFormProps) {
  const engine = useEngine();
  const [, go] = useRoute();
  const [choice, setChoice] = useState<Choice>(proposal.swap ?? 'none');
  const [workers, setWorkers] = useState(proposal.workers);
  const [repeat, setRepeat] = useState<number | null>(defaultWhatIfRepeats);
  const [refusal, setRefusal] = useState<ReturnType<typeof toEnvelope> | null>(null);
  const [isStarting, setIsStarting] = useState(false);
  const swap = choice === 'none' ? null : choice;
  const nothing = swap === null && workers === null;

  async function start(event: FormEvent): Promise<void> {
    event.preventDefault();
    setIsStarting(true);
    try {
      const order = {
        ...script,
        swap,
        workers,
        repeat: repeat ?? defaultWhatIfRepeats,
        cores: null,
        out: null,
      };
      const job = await engine.startWhatIf(order);
      onStarted();
      go({ screen: 'live', job });
    } catch (thrown) {
      setRefusal(toEnvelope(thrown));
      setIsStarting(false);
    }
  }

  return (
    <form className={styles['form']} onSubmit={(event) => void start(event)}>
      <Select
        label="Executors"
        value={choice}
        options={[...choices, 'none' as const].map((name) => options[name])}
        onChange={setChoice}
      />
      <div className={styles['numbers']}>
        <NumberField
          label="Workers"
          value={workers}
          onChange={setWorkers}
          min={whatIfLimits.workers.least}
          max={whatIfLimits.workers.most}
          placeholder="as in the script"
          error={nothing ? 'Choose other executors, or a number of workers.' : null}
        />
        <NumberField
          label="Repeats of each"
          value={repeat}
          onChange={setRepeat}
          min={whatIfLimits.repeat.least}
          max={whatIfLimits.repeat.most}
          placeholder={String(defaultWhatIfRepeats)}
        />
      </div>
      <p className={styles['note']}>
        The script runs {2 * (repeat ?? defaultWhatIfRepeats) + (swap === null ? 1 : 2)} times or a few more,
        with nothing on its input: do not try one that may not run twice. Its other settings are those of this
        app, not of the profile.
      </p>
      {refusal !== null && (
        <Notice tone="bad" title={refusal.message}>
          {refusal.remedy}
        </Notice>
      )}
      <div className={styles['buttons']}>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={nothing || isStarting}>
          Try it
        </Button>
      </div>
    </form>
  );
}
