import type { Verdict } from '../../src/shared/lab-report.ts';

/** A workload whose kind is known, because it was written to be of that kind. */
export interface Expectation {
  /** Its file in `workloads/`. */
  readonly file: string;
  readonly kind: NonNullable<Verdict['boundness']>;
  /** The function that event loops run in place of the task. */
  readonly asyncVariant?: string;
}

/** Tasks of every kind that the suite promises a right verdict for, about half of them in each language. */
export const expectations: readonly Expectation[] = [
  { file: 'primes.py', kind: 'cpu' },
  { file: 'hashing.py', kind: 'cpu' },
  { file: 'compressing.py', kind: 'cpu' },
  { file: 'sleeping.py', kind: 'io' },
  { file: 'sockets.py', kind: 'io' },
  { file: 'sockets_twin.py', kind: 'io', asyncVariant: 'task_async' },
  { file: 'cached_files.py', kind: 'cpu' },
  { file: 'piped_files.py', kind: 'io' },
  { file: 'mixed_30.py', kind: 'mixed' },
  { file: 'mixed_50.py', kind: 'mixed' },
  { file: 'tiny.py', kind: 'cpu' },
  { file: 'huge_arguments.py', kind: 'cpu' },
  { file: 'skewed.py', kind: 'cpu' },
  { file: 'one_long.py', kind: 'cpu' },
  { file: 'async_native.py', kind: 'io' },
  { file: 'primes.mjs', kind: 'cpu' },
  { file: 'hashing.mjs', kind: 'cpu' },
  { file: 'compressing.mjs', kind: 'cpu' },
  { file: 'deriving.mjs', kind: 'cpu' },
  { file: 'sleeping.mjs', kind: 'io' },
  { file: 'sockets.mjs', kind: 'io' },
  { file: 'requests.mjs', kind: 'io' },
  { file: 'cached_files.mjs', kind: 'cpu' },
  { file: 'mixed_30.mjs', kind: 'mixed' },
  { file: 'mixed_50.mjs', kind: 'mixed' },
  { file: 'tiny.mjs', kind: 'cpu' },
  { file: 'huge_arguments.mjs', kind: 'cpu' },
  { file: 'skewed.mjs', kind: 'cpu' },
  { file: 'one_long.mjs', kind: 'cpu' },
];
