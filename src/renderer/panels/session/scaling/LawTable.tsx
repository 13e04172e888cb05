import { useId } from 'react';
import type { ScalingReport } from '../../../../shared/lab-report.ts';
import { ExecutorMark } from '../../../ui/ExecutorMark.tsx';
import { Tooltip } from '../../../ui/Tooltip.tsx';
import { ScrollRegion } from '../ScrollRegion.tsx';
import { lawColumns, type LawColumn } from './scaling-words.ts';
import styles from './LawTable.module.css';

/** The figures of the fitted law, and where it could not be fitted, why. */
export const LawTable = ({ scaling }: { readonly scaling: readonly ScalingReport[] }) => (
  <ScrollRegion label="The fitted law" className={styles['scroller']}>
    <table className={styles['table']}>
      <caption className="visually-hidden">The Universal Scalability Law of each executor</caption>
      <thead>
        <tr>
          <th scope="col">executor</th>
          {lawColumns.map((column) => (
            <th key={column.title} scope="col" className={styles['number']}>
              <Heading {...column} />
            </th>
          ))}
          <th scope="col" className={styles['reason']}>
            what is not known, and why
          </th>
        </tr>
      </thead>
      <tbody>
        {scaling.map((report) => (
          <tr key={report.executor}>
            <th scope="row">
              <ExecutorMark executor={report.executor} />
            </th>
            {lawColumns.map(({ title, cell }) => (
              <td key={title} className={styles['number']}>
                {cell(report)}
              </td>
            ))}
            <td className={styles['reason']}>{report.reason ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);

/** A button, so that the explanation can be reached by keyboard; pressing it does nothing more. */
function Heading({ title, meaning }: Pick<LawColumn, 'title' | 'meaning'>) {
  const id = useId();
  return (
    <>
      <Tooltip content={<span className={styles['meaning']}>{meaning}</span>}>
        <button type="button" className={styles['heading']} aria-describedby={id}>
          {title}
        </button>
      </Tooltip>
      <span id={id} hidden>
        {meaning}
      </span>
    </>
  );
}
