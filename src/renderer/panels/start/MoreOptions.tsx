import { useState } from 'react';
import { objectives, type Objective } from '../../../shared/experiment.ts';
import type { Interpreter } from '../../../shared/workplace.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { DraftPart } from './draft-part.ts';
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

/** Options that few labs need, folded unless one of them is set. */
export const MoreOptions = ({ draft, change, problems, interpreters }: MoreOptionsProps) => {
  const [startsOpen] = useState(() => hasOptions(draft));
  const usual = interpreters.find(({ language }) => language === 'node');
  return (
    <details className={styles['more']} open={startsOpen}>
      <summary className={styles['summary']}>More options</summary>
      <div className={styles['fields']}>
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
          placeholder="60s, or as long as the repeats take"
          hint="When it is spent, further trials are left out"
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
        <TextField
          label="Node that runs the task"
          value={draft.node}
          onChange={(node) => change({ node })}
          placeholder={usual === undefined ? 'the one on PATH' : `${usual.path} (${usual.version})`}
          hint="The path of an executable, Node 20 or newer"
          error={problems.node ?? null}
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

const hasOptions = ({ taskTimeout, budget, inputs, node, out, objective }: LabDraft): boolean =>
  objective !== 'throughput' || [taskTimeout, budget, inputs, node, out].some((text) => text !== '');
