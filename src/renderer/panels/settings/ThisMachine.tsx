import { counted } from '../../../shared/figures.ts';
import type { CapabilityRow } from '../../../shared/workplace.ts';
import type { Workplace } from '../../connection/contexts.ts';
import { Card } from '../../ui/Card.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { coreFacts } from './core-facts.ts';
import styles from './ThisMachine.module.css';

/** What there is to measure with, and what stands in the way of measuring more. */
export const ThisMachine = ({ surroundings }: { readonly surroundings: Workplace }) => {
  const { machine, cores, capabilities, version } = surroundings;
  return (
    <Card title="This machine">
      <dl className={styles['facts']}>
        <dt>Processor</dt>
        <dd>{machine.model}</dd>
        <dt>Cores</dt>
        <dd>
          {counted(cores.length, 'logical core')}
          {coreFacts(cores)}
        </dd>
        <dt>System</dt>
        <dd>{machine.os}</dd>
        <dt>Corelane</dt>
        <dd>{version}</dd>
      </dl>
      <h3 className={styles['heading']}>What can be measured here</h3>
      <ul className={styles['capabilities']}>
        {capabilities.map((row) => (
          <Capability key={row.name} row={row} />
        ))}
      </ul>
    </Card>
  );
};

/** `core-utilization`, as the doctor calls it, is `Core utilization` here. */
const inWords = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');

const Capability = ({ row: { name, available, reason, remedy } }: { readonly row: CapabilityRow }) => (
  <li className={available ? styles['available'] : styles['missing']}>
    <Icon name={available ? 'check' : 'minus'} size={16} />
    <div>
      <p>
        {inWords(name)}
        <span className="visually-hidden">{available ? ': available' : ': not available'}</span>
      </p>
      {reason !== null && <p className={styles['reason']}>{reason}</p>}
      {remedy !== null && <p className={styles['reason']}>{remedy}</p>}
    </div>
  </li>
);
