import { formatShare } from '../../../../shared/figures.ts';
import type { BusyThread, TreeActivity } from '../../../../shared/jobs.ts';
import { Card } from '../../../ui/Card.tsx';
import { Truncated } from '../../../ui/Truncated.tsx';
import styles from './BusiestThreads.module.css';

/** The threads that compute most just now. */
export const BusiestThreads = ({ activity }: { readonly activity: TreeActivity | null }) => {
  const busiest = activity?.busiest ?? [];
  return (
    <Card title="Busiest threads" aside="of a core each, just now">
      {/* As high as its ten rows, so that nothing below moves when threads come and go. */}
      <ul className={styles['threads']}>
        {busiest.length === 0 && <li className={styles['none']}>No thread computes.</li>}
        {busiest.map((thread) => (
          <ThreadRow key={`${thread.pid} ${thread.tid}`} thread={thread} />
        ))}
      </ul>
    </Card>
  );
};

const ThreadRow = ({ thread: { pid, tid, name, busy, core } }: { readonly thread: BusyThread }) => (
  <li className={styles['thread']}>
    <Truncated text={name} className={styles['name'] ?? ''} />
    <span className={styles['ids']}>
      {pid === tid ? `pid ${pid}` : `pid ${pid} · tid ${tid}`}
      {core !== null && ` · core ${core}`}
    </span>
    <span className={styles['track']} aria-hidden="true">
      <span className={styles['bar']} style={{ width: `${Math.min(1, busy) * 100}%` }} />
    </span>
    <span className={styles['share']}>{formatShare(busy)}</span>
  </li>
);
