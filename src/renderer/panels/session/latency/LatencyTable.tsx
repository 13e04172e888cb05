import { formatDuration } from '../../../../shared/durations.ts';
import { formatCount } from '../../../../shared/figures.ts';
import type { LatencyOfConfiguration } from '../../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import { ExecutorMark } from '../../../ui/ExecutorMark.tsx';
import styles from './LatencyTable.module.css';

const columns: readonly { readonly title: string; readonly ns: (one: LatencyOfConfiguration) => number }[] = [
  { title: 'p50', ns: ({ p50Ns }) => p50Ns },
  { title: 'p95', ns: ({ p95Ns }) => p95Ns },
  { title: 'p99', ns: ({ p99Ns }) => p99Ns },
  { title: 'longest', ns: ({ maxNs }) => maxNs },
];

export const LatencyTable = ({
  configurations,
}: {
  readonly configurations: readonly LatencyOfConfiguration[];
}) => (
  <table className={styles['table']}>
    <thead>
      <tr>
        <th scope="col">executor</th>
        <th scope="col">workers</th>
        <th scope="col">tasks</th>
        {columns.map(({ title }) => (
          <th key={title} scope="col">
            {title}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {configurations.map((one) => (
        <tr key={`${one.executor} ${one.workers}`}>
          <th scope="row">
            <ExecutorMark executor={one.executor} />
          </th>
          <td>{one.workers}</td>
          <td>{formatCount(one.tasks)}</td>
          {columns.map(({ title, ns }) => (
            <td key={title}>{formatDuration(asNanoseconds(ns(one)))}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
