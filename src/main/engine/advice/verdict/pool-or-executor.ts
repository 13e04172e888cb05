import type { Answered, VerdictBasis } from './basis.ts';
import { executorFeatures, featuresOf, poolFeatures, type FeatureUse } from './python-features.ts';

/** Question 3, of Python: the interface of multiprocessing's pools or that of concurrent.futures? */

export type Leaning = 'pool' | 'executor';

/** What the features in use ask for; null: nothing, or both alike. */
export function leaningOf({ language, sourceTexts }: VerdictBasis): Leaning | null {
  if (language !== 'python') return null;
  const { pool, executor } = usesIn(sourceTexts);
  if (pool.length === executor.length) return null;
  return pool.length > executor.length ? 'pool' : 'executor';
}

/** Null for Node, which has no such choice. */
export function poolOrExecutorStep(basis: VerdictBasis): Answered | null {
  if (basis.language !== 'python') return null;
  const { pool, executor } = usesIn(basis.sourceTexts);
  const leaning = leaningOf(basis);
  return {
    question: 'Pool or executor?',
    answer: answerOf(leaning, pool, executor),
    evidence: {
      executor_features: executor.map(({ feature }) => feature).join(', ') || 'none',
      pool_features: pool.map(({ feature }) => feature).join(', ') || 'none',
    },
  };
}

function answerOf(
  leaning: Leaning | null,
  pool: readonly FeatureUse[],
  executor: readonly FeatureUse[],
): string {
  if (leaning === 'executor') return `executor: the module uses ${listed(executor)}, which futures have`;
  if (leaning === 'pool') return `pool: the module uses ${listed(pool)}, which only Pool has`;
  return pool.length > 0
    ? `either: the module uses ${listed([...pool, ...executor])}, some of either; within noise the executor is simpler`
    : 'either: the module uses nothing that only one of them has; within noise the executor is simpler';
}

const listed = (uses: readonly FeatureUse[]): string =>
  uses.map(({ feature, line }) => `${feature} (line ${line})`).join(', ');

function usesIn(texts: readonly string[]) {
  const uses = texts.flatMap(featuresOf);
  const among = (names: readonly string[]): readonly FeatureUse[] =>
    uses.filter(({ feature }) => names.includes(feature));
  return { pool: among(poolFeatures), executor: among(executorFeatures) };
}
