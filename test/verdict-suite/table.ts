import type { Configuration } from '../../src/shared/experiment.ts';
import { lossOf, type Judgement } from './judgement.ts';

/** What stands above the rows of the Markdown table. */
export const tableHead = [
  '| workload | known to be | found to be | on CPU | verdict | best, measured apart | best over verdict | |',
  '|---|---|---|---:|---|---|---|---|',
].join('\n');

/** A workload's row. */
export function rowOf(judgement: Judgement): string {
  const { file, expected, boundness, onCpuShare, verdict, confidence, best } = judgement;
  const cells = [
    file,
    expected ?? '–',
    boundness ?? 'not known',
    onCpuShare === null ? '–' : `${(onCpuShare * 100).toFixed(0)} %`,
    `${verdict === null ? 'none' : named(verdict)} (${confidence})`,
    named(best),
    comparison(judgement),
    outcomeOf(judgement),
  ];
  return `| ${cells.join(' | ')} |`;
}

const named = ({ executor, workers }: Configuration): string =>
  `${executor.replace(/^(concurrent\.futures|multiprocessing\.pool)\./, '')} × ${workers}`;

function comparison({ ratio, isRight }: Judgement): string {
  if (ratio === null) return isRight ? 'the same' : '–';
  return `${ratio.ratio.toFixed(2)} (${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)})`;
}

function outcomeOf({ isBoundnessRight, isRight, isOpen, ratio }: Judgement): string {
  const loss =
    ratio === null ? 'no verdict' : isOpen ? 'not settled' : `${(lossOf(ratio) * 100).toFixed(0)} % behind`;
  const wrong = [...(isBoundnessRight ? [] : ['kind wrong']), ...(isRight ? [] : [loss])];
  return wrong.length === 0 ? 'right' : wrong.join(', ');
}
