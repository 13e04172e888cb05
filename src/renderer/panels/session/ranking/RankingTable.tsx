import { Fragment, useState } from 'react';
import { ExplainedHeading } from '../../../ui/ExplainedHeading.tsx';
import { rankingColumns, throughputMeaning } from './ranking-columns.ts';
import { RankingRow } from './RankingRow.tsx';
import { RepeatsTable } from './RepeatsTable.tsx';
import type { RankedBar } from './throughput-scale.ts';
import { ScrollRegion } from '../ScrollRegion.tsx';
import frame from '../../../ui/FigureTable.module.css';
import styles from './RankingTable.module.css';

const keyOf = ({ ranked: { executor, workers } }: RankedBar): string => `${executor}-${workers}`;

/** A row per configuration, with its throughput as a bar; a row opens to its repeats. */
export function RankingTable({ bars }: { readonly bars: readonly RankedBar[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const columns = rankingColumns(bars.map(({ ranked }) => ranked));
  const toggle = (key: string) =>
    setOpen((opened) =>
      opened.has(key) ? new Set([...opened].filter((one) => one !== key)) : new Set([...opened, key]),
    );
  return (
    <ScrollRegion label="Ranking" className={frame['scroller']}>
      <table className={`${frame['table']} ${styles['table']}`}>
        <caption className="visually-hidden">Configurations by throughput, the highest first</caption>
        <thead>
          <tr>
            <th scope="col">executor</th>
            <th scope="col" className={styles['right']}>
              <ExplainedHeading
                title="workers"
                meaning="Threads or processes that ran tasks; on an event loop, the most tasks in flight."
              />
            </th>
            <th scope="col" className={styles['barHeading']}>
              <ExplainedHeading title="tasks/s" meaning={throughputMeaning} />
            </th>
            {columns.map(({ title, meaning }) => (
              <th key={title} scope="col" className={styles['right']}>
                <ExplainedHeading title={title} meaning={meaning} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => {
            const key = keyOf(bar);
            return (
              <Fragment key={key}>
                <RankingRow
                  bar={bar}
                  columns={columns}
                  detailsId={`repeats-${key}`}
                  open={open.has(key)}
                  onToggle={() => toggle(key)}
                />
                {open.has(key) && (
                  <tr id={`repeats-${key}`}>
                    <td colSpan={columns.length + 3} className={styles['details']}>
                      <RepeatsTable trials={bar.trials} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
