import { formatShare } from '../../../../shared/figures.ts';
import type { CoreUse } from '../../../../shared/lab-report.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { repeatFigures } from './repeat-figures.ts';
import type { NumberedTrial } from './throughput-scale.ts';
import styles from './RepeatsTable.module.css';

/** Every trial of one configuration in full: a column per repeat, so that repeats compare line by line. */
export const RepeatsTable = ({ trials }: { readonly trials: readonly NumberedTrial[] }) => (
  <table className={styles['table']}>
    <thead>
      <tr>
        <th scope="col">repeat</th>
        {trials.map(({ trial, report }) => (
          <th key={trial} scope="col">
            {report.repeat} {!report.complete && <Badge tone="warning">unfinished</Badge>}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {repeatFigures.map(({ title, cell }) => (
        <tr key={title}>
          <th scope="row">{title}</th>
          {trials.map(({ trial, report }) => (
            <td key={trial}>{cell(report)}</td>
          ))}
        </tr>
      ))}
      <tr>
        <th scope="row">busy, by core</th>
        {trials.map(({ trial, report }) => (
          <td key={trial}>
            <CoreUses uses={report.per_core} />
          </td>
        ))}
      </tr>
    </tbody>
  </table>
);

const CoreUses = ({ uses }: { readonly uses: readonly CoreUse[] }) =>
  uses.length === 0 ? (
    '–'
  ) : (
    <ul className={styles['cores']}>
      {uses.map(({ core, busy }) => (
        <li key={core} className={styles['core']}>
          <span className={styles['name']}>{core}</span> {formatShare(busy)}
        </li>
      ))}
    </ul>
  );
