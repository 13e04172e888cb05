import { formatCount, formatMilliseconds } from '../../../../shared/figures.ts';
import { shortCommand } from '../../../format/short-command.ts';
import type { ThreadSortColumn, ThreadTreeRow } from './thread-tree.ts';

export interface ThreadColumn {
  readonly column: ThreadSortColumn;
  readonly title: string;
  readonly meaning: string;
  readonly align: 'left' | 'right';
  readonly text: (row: ThreadTreeRow) => string;
}

const count = (value: number | null): string => (value === null ? '–' : formatCount(value));

export const threadColumns: readonly ThreadColumn[] = [
  {
    column: 'name',
    title: 'process and thread',
    meaning: 'Processes below those that started them, each with its threads',
    align: 'left',
    text: ({ kind, name }) => (kind === 'process' ? shortCommand(name) : name),
  },
  {
    column: 'id',
    title: 'pid, tid',
    meaning: 'The number of the process or thread',
    align: 'right',
    text: ({ id }) => String(id),
  },
  {
    column: 'on_cpu_ms',
    title: 'on CPU',
    meaning: 'Time on a core; of a process, all its threads together',
    align: 'right',
    text: ({ figures }) => formatMilliseconds(figures.on_cpu_ms),
  },
  {
    column: 'run_delay_ms',
    title: 'run delay',
    meaning: 'Time in which it could have run and waited for a core',
    align: 'right',
    text: ({ figures }) => formatMilliseconds(figures.run_delay_ms),
  },
  {
    column: 'voluntary_switches',
    title: 'blocked',
    meaning: 'Times it left a core by itself, to wait for something',
    align: 'right',
    text: ({ figures }) => count(figures.voluntary_switches),
  },
  {
    column: 'involuntary_switches',
    title: 'preempted',
    meaning: 'Times it was taken off a core for another thread',
    align: 'right',
    text: ({ figures }) => count(figures.involuntary_switches),
  },
  {
    column: 'migrations',
    title: 'migrations',
    meaning: 'Times it went on on another core',
    align: 'right',
    text: ({ figures }) => count(figures.migrations),
  },
];
