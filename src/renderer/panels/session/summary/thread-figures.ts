import type { ProfiledThread } from '../../../../shared/profile-report.ts';

export const threadFigureNames = [
  'on_cpu_ms',
  'run_delay_ms',
  'voluntary_switches',
  'involuntary_switches',
  'migrations',
] as const;
export type ThreadFigureName = (typeof threadFigureNames)[number];

/** Null: not known of any thread. */
export type ThreadFigures = Pick<ProfiledThread, ThreadFigureName>;

/** The figures of several threads together: what is known of them, added up. */
export const sumOfThreads = (threads: readonly ThreadFigures[]): ThreadFigures => ({
  on_cpu_ms: sumOf(threads, 'on_cpu_ms'),
  run_delay_ms: sumOf(threads, 'run_delay_ms'),
  voluntary_switches: sumOf(threads, 'voluntary_switches'),
  involuntary_switches: sumOf(threads, 'involuntary_switches'),
  migrations: sumOf(threads, 'migrations'),
});

function sumOf(threads: readonly ThreadFigures[], name: ThreadFigureName): number | null {
  let sum: number | null = null;
  for (const { [name]: value } of threads) if (value !== null) sum = (sum ?? 0) + value;
  return sum;
}
