import type { ScalingReport } from '../../../../shared/lab-report.ts';
import { ExecutorMark } from '../../../ui/ExecutorMark.tsx';
import { ExplainedHeading } from '../../../ui/ExplainedHeading.tsx';
import { ScrollRegion } from '../ScrollRegion.tsx';
import { lawColumns } from './scaling-words.ts';
import frame from '../../../ui/FigureTable.module.css';
import styles from './LawTable.module.css';

/** The figures of the fitted law, and where it could not be fitted, why. */
export const LawTable = ({ scaling }: { readonly scaling: readonly ScalingReport[] }) => (
  <ScrollRegion label="The fitted law" className={frame['scroller']}>
    <table className={`${frame['table']} ${styles['table']}`}>
      <caption className="visually-hidden">The Universal Scalability Law of each executor</caption>
      <thead>
        <tr>
          <th scope="col">executor</th>
          {lawColumns.map((column) => (
            <th key={column.title} scope="col" className={styles['number']}>
              <ExplainedHeading {...column} />
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
