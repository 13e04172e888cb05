import { counted } from '../../../../shared/figures.ts';
import { outcomes } from '../../../../shared/session.ts';
import type { TaskFilter, TrialExtent } from '../../../../shared/session-queries.ts';
import { Button } from '../../../ui/Button.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { Select } from '../../../ui/Select.tsx';
import { trialName } from '../configuration.ts';
import { allTasks } from '../task-focus.tsx';

interface TaskFilterBarProps {
  readonly filter: TaskFilter;
  readonly onChange: (filter: TaskFilter) => void;
  readonly trials: readonly TrialExtent[];
  /** Tasks that pass; null: not known yet. */
  readonly total: number | null;
}

export function TaskFilterBar({ filter, onChange, trials, total }: TaskFilterBarProps) {
  const isFiltered = filter.trial !== null || filter.outcome !== null || filter.text !== '';
  return (
    <FilterBar
      label="Search tasks"
      placeholder="#12, error, thread-pool, worker…"
      text={filter.text}
      onText={(text) => onChange({ ...filter, text })}
      end={<output>{total === null ? '' : counted(total, 'task')}</output>}
    >
      <Select
        label="Trial"
        hideLabel
        value={filter.trial === null ? 'all' : String(filter.trial)}
        options={[
          { value: 'all', label: 'All trials' },
          ...trials.map((trial) => ({ value: String(trial.trial), label: trialName(trial) })),
        ]}
        onChange={(trial) => onChange({ ...filter, trial: trial === 'all' ? null : Number(trial) })}
      />
      <Select
        label="Outcome"
        hideLabel
        value={filter.outcome ?? 'all'}
        options={[
          { value: 'all', label: 'Any outcome' },
          ...outcomes.map((outcome) => ({ value: outcome, label: outcome })),
        ]}
        onChange={(outcome) => onChange({ ...filter, outcome: outcome === 'all' ? null : outcome })}
      />
      {isFiltered && (
        <Button variant="ghost" icon="close" onClick={() => onChange(allTasks)}>
          Clear
        </Button>
      )}
    </FilterBar>
  );
}
