import { formatDuration } from '../../../../shared/durations.ts';
import { formatCount } from '../../../../shared/figures.ts';
import type { ProfiledProcess } from '../../../../shared/profile-report.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import { Button } from '../../../ui/Button.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { Select } from '../../../ui/Select.tsx';
import type { SampleView } from '../task-focus.tsx';
import { processOptions, scopeOfProcess, scopeOfThread, threadOptions } from './flame-scopes.ts';

interface FlameScopeBarProps {
  readonly processes: readonly ProfiledProcess[];
  readonly view: SampleView;
  readonly onView: (view: SampleView) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly end: string;
}

/** Whose samples are shown, and which functions are looked for among them. */
export function FlameScopeBar({ processes, view, onView, text, onText, end }: FlameScopeBarProps) {
  const { of, range } = view;
  const threads = threadOptions(processes, of);
  return (
    <FilterBar
      label="Search functions"
      placeholder="function or file"
      text={text}
      onText={onText}
      end={<output>{end}</output>}
    >
      {of.kind === 'task' ? (
        <Button size="small" icon="close" onClick={() => onView({ ...view, of: { kind: 'all' } })}>
          <span className="visually-hidden">Leave </span>
          Task {formatCount(of.index)}
        </Button>
      ) : (
        <Select
          label="Process"
          hideLabel
          size="small"
          value={of.kind === 'all' ? 'all' : String(of.pid)}
          options={processOptions(processes, of)}
          onChange={(value) => onView({ ...view, of: scopeOfProcess(value) })}
        />
      )}
      {threads.length > 2 && (
        <Select
          label="Thread"
          hideLabel
          size="small"
          value={of.kind === 'thread' ? String(of.tid) : 'all'}
          options={threads}
          onChange={(value) => onView({ ...view, of: scopeOfThread(of, value) })}
        />
      )}
      {range !== null && (
        <Button size="small" icon="close" onClick={() => onView({ ...view, range: null })}>
          <span className="visually-hidden">Leave </span>
          {formatDuration(asNanoseconds(range.fromNs))} to {formatDuration(asNanoseconds(range.toNs))}
        </Button>
      )}
    </FilterBar>
  );
}
