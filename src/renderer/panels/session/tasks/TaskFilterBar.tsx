import { counted, formatCount } from '../../../../shared/figures.ts';
import { outcomes } from '../../../../shared/session.ts';
import type { TaskFilter, TasksOfTracedApi } from '../../../../shared/session-queries.ts';
import { tracedApis } from '../../../../shared/trace-format.ts';
import { shortApi } from '../../../format/traced-api.ts';
import { Button } from '../../../ui/Button.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { Select } from '../../../ui/Select.tsx';
import { trialName, type LabTrial } from '../configuration.ts';
import { allTasks } from '../task-focus.tsx';

interface TaskFilterBarProps {
  readonly filter: TaskFilter;
  readonly onChange: (filter: TaskFilter) => void;
  /** Of a profile, none … */
  readonly trials: readonly LabTrial[];
  /** … and of a lab, none of these. */
  readonly apis: readonly TasksOfTracedApi[];
  /** Tasks that pass; null: not known yet. */
  readonly total: number | null;
}

export function TaskFilterBar({ filter, onChange, trials, apis, total }: TaskFilterBarProps) {
  const isFiltered =
    filter.trial !== null ||
    filter.outcome !== null ||
    filter.api !== null ||
    filter.parent !== undefined ||
    filter.text !== '';
  return (
    <FilterBar
      label="Search tasks"
      placeholder={apis.length > 0 ? '#12, error, name, file…' : '#12, error, thread-pool, worker…'}
      text={filter.text}
      onText={(text) => onChange({ ...filter, text })}
      end={<output>{total === null ? '' : counted(total, 'task')}</output>}
    >
      {apis.length > 0 ? (
        <Select
          label="API"
          hideLabel
          value={filter.api ?? 'all'}
          options={[
            { value: 'all', label: 'Any API' },
            ...apis.map(({ api, tasks }) => ({
              value: api,
              label: `${shortApi(api)} (${formatCount(tasks)})`,
            })),
          ]}
          onChange={(chosen) =>
            onChange({ ...filter, api: tracedApis.find((api) => api === chosen) ?? null })
          }
        />
      ) : (
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
      )}
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
          {filter.parent === undefined ? 'Clear' : `Submitted by task ${formatCount(filter.parent)}`}
        </Button>
      )}
    </FilterBar>
  );
}
