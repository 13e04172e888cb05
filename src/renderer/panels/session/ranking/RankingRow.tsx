import { executorBackground } from '../../../ui/executor-look.ts';
import { ExecutorMark } from '../../../ui/ExecutorMark.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { configurationName } from '../configuration.ts';
import { rateOf, type RankingColumn } from './ranking-columns.ts';
import type { RankedBar } from './throughput-scale.ts';
import styles from './RankingTable.module.css';

interface RankingRowProps {
  readonly bar: RankedBar;
  readonly columns: readonly RankingColumn[];
  /** The row that this one opens to. */
  readonly detailsId: string;
  readonly open: boolean;
  readonly onToggle: () => void;
}

export function RankingRow({ bar, columns, detailsId, open, onToggle }: RankingRowProps) {
  const { ranked } = bar;
  return (
    <tr className={ranked.recommended ? styles['recommended'] : undefined}>
      <th scope="row" className={styles['executor']}>
        <button
          type="button"
          className={styles['toggle']}
          aria-expanded={open}
          aria-controls={open ? detailsId : undefined}
          aria-label={`Repeats of ${configurationName(ranked)}`}
          onClick={onToggle}
        >
          <Icon name={open ? 'chevron-down' : 'chevron-right'} size={16} />
        </button>
        <span className={styles['name']}>
          <ExecutorMark executor={ranked.executor} />
          {ranked.recommended && <span className={styles['mark']}>recommended</span>}
          {ranked.repeats === 0 && <span className={styles['unfinished']}>unfinished</span>}
        </span>
      </th>
      <td className={styles['right']}>{ranked.workers}</td>
      <td className={styles['barCell']}>
        <span className={styles['rate']}>{rateOf(ranked)}</span>
        <ThroughputBar bar={bar} />
      </td>
      {columns.map(({ title, cell, isBad }) => (
        <td key={title} className={`${styles['right']} ${isBad?.(ranked) === true ? styles['bad'] : ''}`}>
          {cell(ranked)}
        </td>
      ))}
    </tr>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** The median as a bar, the repeats as dots on it, and a line from the slowest to the fastest. The figures stand beside it. */
const ThroughputBar = ({ bar: { ranked, length, range, points } }: { readonly bar: RankedBar }) => (
  <span className={styles['track']} aria-hidden="true">
    {length !== null && (
      <span
        className={styles['bar']}
        style={{ width: percent(length), background: executorBackground(ranked.executor) }}
      />
    )}
    {range !== null && (
      <span
        className={styles['range']}
        style={{ left: percent(range.from), width: percent(range.to - range.from) }}
      />
    )}
    {points.length > 1 &&
      points.map(({ repeat, at }) => (
        <span key={repeat} className={styles['point']} style={{ left: percent(at) }} />
      ))}
  </span>
);
