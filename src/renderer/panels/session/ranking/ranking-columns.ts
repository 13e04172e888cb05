import {
  formatCount,
  formatMegabytes,
  formatMilliseconds,
  formatRate,
  formatShare,
} from '../../../../shared/figures.ts';
import type { Ranked } from '../../../../shared/ranking.ts';

/** A column of figures in the ranking. */
export interface RankingColumn {
  readonly title: string;
  /** What the figure is and how it came about, for whoever asks. */
  readonly meaning: string;
  readonly cell: (row: Ranked) => string;
  /** Whether the figure is bad news. */
  readonly isBad?: (row: Ranked) => boolean;
}

/** What the bar beside the executor shows. */
export const throughputMeaning =
  'Settled tasks per second, from the first submit to the last settling: the median of the repeats. The dots are the single repeats, the line runs from the slowest to the fastest.';

/** The columns behind the bar, in the order of the command line's table. */
export function rankingColumns(rows: readonly Ranked[]): readonly RankingColumn[] {
  return [
    {
      title: 'spread',
      meaning: 'Half the range of the repeats over their median. Differences smaller than this are noise.',
      cell: ({ spread }) => (spread === null ? '–' : `± ${formatShare(spread)}`),
    },
    {
      title: 'task p50',
      meaning: 'Half of the tasks ran no longer than this, from start to end, without queueing.',
      cell: ({ taskP50Ms }) => formatMilliseconds(taskP50Ms),
    },
    {
      title: 'p95',
      meaning: '95 of 100 tasks ran no longer than this.',
      cell: ({ taskP95Ms }) => formatMilliseconds(taskP95Ms),
    },
    {
      title: 'queued',
      meaning: 'The median wait of a task from its submit to its start. All tasks are submitted at once.',
      cell: ({ queueP50Ms }) => formatMilliseconds(queueP50Ms),
    },
    {
      title: 'on CPU',
      meaning: 'CPU time of all threads of the measured processes over the trial.',
      cell: ({ onCpuMs }) => formatMilliseconds(onCpuMs),
    },
    {
      title: 'run delay',
      meaning: 'Time in which threads could have run and waited for a core, added up.',
      cell: ({ runDelayMs }) => formatMilliseconds(runDelayMs),
    },
    {
      title: 'startup',
      meaning:
        'Mean time from the request for a worker until it could take a task. An event loop starts none.',
      cell: ({ startupMs }) => formatMilliseconds(startupMs),
    },
    {
      title: 'peak RSS',
      meaning: 'The largest sum of resident memory that was seen; pages that processes share count in each.',
      cell: ({ peakRssMb }) => formatMegabytes(peakRssMb),
    },
    {
      title: 'failed',
      meaning: 'Tasks that ended in an error, were cancelled or lost, over all trials.',
      cell: ({ failed, tasks }) => (failed === 0 ? '0' : `${formatCount(failed)} of ${formatCount(tasks)}`),
      isBad: ({ failed }) => failed > 0,
    },
    ...(rows.some(({ repeats, begun }) => repeats < begun) ? [unfinished] : []),
  ];
}

const unfinished: RankingColumn = {
  title: 'trials',
  meaning: 'Trials that ended, of those begun. The figures are of those that ended.',
  cell: ({ repeats, begun }) => `${repeats} of ${begun}`,
  isBad: ({ repeats, begun }) => repeats < begun,
};

export const rateOf = ({ throughputPerSecond }: Ranked): string => formatRate(throughputPerSecond);
