import { counted, formatCount } from '../../../../shared/figures.ts';
import type { DetailRows } from '../../../../shared/session.ts';
import { programCommand, programName } from '../../../format/traced-program.ts';
import { Card } from '../../../ui/Card.tsx';
import { Truncated } from '../../../ui/Truncated.tsx';
import styles from './TracedPrograms.module.css';

/** A pool may have had hundreds of processes. */
const mostShown = 8;

/** The programs whose tasks were traced, and what of them was not seen. */
export const TracedPrograms = ({ programs }: { readonly programs: readonly DetailRows['programs'][] }) =>
  programs.length === 0 ? null : (
    <Card title="Traced programs" aside={counted(programs.length, 'program')}>
      <ul className={styles['programs']}>
        {programs.slice(0, mostShown).map((program) => (
          <li key={program.number} className={styles['program']}>
            <span>{programName(program)}</span>
            <Truncated text={programCommand(program)} className={styles['command'] ?? ''} />
            <Missing program={program} />
          </li>
        ))}
        {programs.length > mostShown && (
          <li className={styles['command']}>and {formatCount(programs.length - mostShown)} more</li>
        )}
      </ul>
    </Card>
  );

const Missing = ({ program: { orderly, dropped } }: { readonly program: DetailRows['programs'] }) => {
  const parts = [
    ...(orderly ? [] : ['its end was not seen from within']),
    ...(dropped === 0 ? [] : [`${counted(dropped, 'record')} could not be written`]),
  ];
  return parts.length === 0 ? null : <span className={styles['missing']}>{parts.join(', ')}</span>;
};
