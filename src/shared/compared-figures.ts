import type { ComparedMetric, ComparedSubject, FigureName } from './comparison.ts';
import { counted, formatMegabytes, formatMilliseconds, formatRate } from './figures.ts';

/** How the figures of a comparison are named, written and put into words. */
interface Figure {
  readonly title: string;
  readonly format: (value: number | null) => string;
  /** Whether more of it is better. */
  readonly moreIsBetter: boolean;
  /** Whether a sentence is about the session with more of it, or with less. */
  readonly speaksOf: 'more' | 'less';
  readonly say: (who: string, times: string) => string;
}

const duration = (title: string, whose: string): Figure => ({
  title,
  format: formatMilliseconds,
  moreIsBetter: false,
  speaksOf: 'more',
  say: (who, times) => `${who}’s ${whose} takes ${times} as long`,
});

export const comparedFigures: Readonly<Record<FigureName, Figure>> = {
  wall_ms: {
    title: 'wall time',
    format: formatMilliseconds,
    moreIsBetter: false,
    speaksOf: 'less',
    say: (who, times) => `${who} is ${times} as fast`,
  },
  throughput_per_s: {
    title: 'tasks/s',
    format: formatRate,
    moreIsBetter: true,
    speaksOf: 'more',
    say: (who, times) => `${who} is ${times} as fast`,
  },
  on_cpu_ms: {
    title: 'on CPU',
    format: formatMilliseconds,
    moreIsBetter: false,
    speaksOf: 'more',
    say: (who, times) => `${who} uses ${times} as much CPU time`,
  },
  run_delay_ms: {
    title: 'run delay',
    format: formatMilliseconds,
    moreIsBetter: false,
    speaksOf: 'more',
    say: (who, times) => `${who} waits ${times} as long for cores`,
  },
  task_p50_ms: duration('task p50', 'median task'),
  task_p95_ms: duration('task p95', '95th percentile of tasks'),
  task_p99_ms: duration('task p99', '99th percentile of tasks'),
  peak_rss_mb: {
    title: 'peak RSS',
    format: formatMegabytes,
    moreIsBetter: false,
    speaksOf: 'more',
    say: (who, times) => `${who} needs ${times} as much memory`,
  },
};

/** What a subject comes to before all. */
export const leadFigures = {
  configuration: 'throughput_per_s',
  best: 'throughput_per_s',
  run: 'wall_ms',
  tasks: 'task_p50_ms',
} as const satisfies Record<ComparedSubject['kind'], FigureName>;

/** Three decimals where it is small, for there it decides. */
export const formatP = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(p < 0.1 ? 3 : 2));

/** Two decimals, and as many more (up to four) as it takes to tell it from 1, where four are enough. */
export function formatRatio(ratio: number | null): string {
  if (ratio === null) return '–';
  if (ratio >= 99.95) return String(Math.round(ratio));
  if (ratio >= 9.995) return ratio.toFixed(1);
  const away = Math.abs(ratio - 1);
  return ratio.toFixed(away < 0.00005 || away >= 0.01 ? 2 : away >= 0.001 ? 3 : 4);
}

type Known = Omit<ComparedMetric, 'verdict'>;

/** What a comparison of one figure comes to, as a sentence without a full stop. */
export function verdictOf(metric: Known): string {
  const { name, a, b, ratio, low, high, significant } = metric;
  if (a === null || b === null) return metric.no_interval ?? 'not known';
  if (ratio === null || low === null || high === null) {
    return ratio === null || ratio === 1
      ? `no telling: ${metric.no_interval ?? ''}`
      : `${differenceOf(name, ratio, null)}, but ${metric.no_interval ?? ''}`;
  }
  if (significant === true) return differenceOf(name, ratio, [low, high]);
  return `no difference found${whatMoreWouldFind(metric, low, high)}`;
}

/** Said of the session for which the factor is above 1. */
function differenceOf(name: FigureName, ratio: number, around: readonly [number, number] | null): string {
  const { speaksOf, say } = comparedFigures[name];
  const isTurned = ratio < 1;
  const who = isTurned === (speaksOf === 'less') ? 'B' : 'A';
  const factor = (value: number): string => formatRatio(isTurned ? 1 / value : value);
  const sentence = say(who, `${factor(ratio)} times`);
  if (around === null) return sentence;
  const [one, other] = isTurned ? around.toReversed() : around;
  return `${sentence} (${factor(one ?? ratio)}–${factor(other ?? ratio)})`;
}

/** A difference that is looked for where none was found. */
const sought = 1.05;

function whatMoreWouldFind(metric: Known, low: number, high: number): string {
  if (low > 1 / sought && high < sought) return '; one of 5 % can be ruled out';
  const more = metric.repeats_to_find_5_percent;
  if (more === null || more === 0) return '';
  return `; about ${counted(Number(more.toPrecision(2)), 'more repeat')} would find 5 %`;
}
