import { useState } from 'react';
import { objectives, preferences, type Objective, type Preference } from '../../../shared/experiment.ts';
import type { Interpreter } from '../../../shared/workplace.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { DraftPart } from './draft-part.ts';
import { InterpreterField } from './InterpreterField.tsx';
import type { LabDraft } from './lab-draft.ts';
import styles from './MoreOptions.module.css';

interface MoreOptionsProps extends DraftPart {
  readonly interpreters: readonly Interpreter[];
}

const objectiveNames: Readonly<Record<Objective, string>> = {
  throughput: 'Tasks per second',
  latency: 'Latency (p95)',
  memory: 'Memory',
};
const rankings = objectives.map((value) => ({ value, label: objectiveNames[value] }));

const wishNames: Readonly<Record<Preference, string>> = { async: 'Async code', sync: 'Sync code' };
const wishes = [
  { value: 'none', label: 'No preference' },
  ...preferences.map((value) => ({ value, label: wishNames[value] })),
];
const wishMeanings: Readonly<Record<Preference | 'none', string>> = {
  none: 'The verdict names whatever ranks best.',
  async: 'The verdict names an event loop, and says what others would gain.',
  sync: 'The verdict names threads or processes, and says what an event loop would gain.',
};

/** Options that few labs need, folded unless one of them is set. */
export const MoreOptions = ({
  draft,
  change,
  problems,
  limits: { language },
  interpreters,
}: MoreOptionsProps) => {
  const [startsOpen] = useState(() => hasOptions(draft));
  return (
    <details className={styles['more']} open={startsOpen}>
      <summary className={styles['summary']}>More options</summary>
      <div className={styles['fields']}>
        <div className={styles['wishes']}>
          <div className={styles['ranking']}>
            <span className={styles['label']} aria-hidden="true">
              Rank by
            </span>
            <Segmented
              label="Rank by"
              value={draft.objective}
              options={rankings}
              onChange={(objective) => change({ objective })}
            />
          </div>
          <div className={styles['ranking']}>
            <span className={styles['label']} aria-hidden="true">
              Recommend
            </span>
            <Segmented
              label="Recommend"
              value={draft.prefer ?? 'none'}
              options={wishes}
              onChange={(wish) => change({ prefer: preferences.find((half) => half === wish) ?? null })}
            />
            <p className={styles['meaning']}>{wishMeanings[draft.prefer ?? 'none']}</p>
          </div>
        </div>
        <TextField
          label="Give a task up after"
          value={draft.taskTimeout}
          onChange={(taskTimeout) => change({ taskTimeout })}
          placeholder="never"
          hint="For example 500ms, 1.5s or 2m"
          error={problems.taskTimeout ?? null}
        />
        <TextField
          label="Time for the whole lab"
          value={draft.budget}
          onChange={(budget) => change({ budget })}
          placeholder={draft.repeat === null ? '60s' : 'as long as the repeats take'}
          hint="When it is spent, further trials are left out. Empty: a minute; with a number of repeats given, no limit"
          error={problems.budget ?? null}
        />
        <TextField
          label="Inputs file"
          value={draft.inputs}
          onChange={(inputs) => change({ inputs })}
          placeholder="the module’s own inputs"
          hint="JSON, or one input per line"
          error={problems.inputs ?? null}
        />
        <InterpreterField
          language={language}
          interpreters={interpreters}
          path={draft[language]}
          onChange={(path) => change({ [language]: path })}
          error={problems[language] ?? null}
        />
        <TextField
          label="Session file"
          value={draft.out}
          onChange={(out) => change({ out })}
          placeholder="a new one in the sessions folder"
          hint="A file that does not exist yet, ending in .corelane"
          error={problems.out ?? null}
        />
      </div>
    </details>
  );
};

const hasOptions = ({ objective, prefer, ...texts }: LabDraft): boolean =>
  objective !== 'throughput' ||
  prefer !== null ||
  [texts.taskTimeout, texts.budget, texts.inputs, texts.node, texts.python, texts.out].some(
    (text) => text !== '',
  );
