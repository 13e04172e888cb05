import { formatRoute, type Route } from '../../../shared/route.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import styles from './StartWays.module.css';

interface Way {
  readonly kind: 'lab' | 'profile';
  readonly icon: IconName;
  readonly label: string;
  readonly meaning: string;
  readonly to: Route;
}

const ways: readonly Way[] = [
  {
    kind: 'lab',
    icon: 'flask',
    label: 'Lab',
    meaning: 'Compare ways to run a task function',
    to: { screen: 'start', task: null },
  },
  {
    kind: 'profile',
    icon: 'activity',
    label: 'Profile',
    meaning: 'Record any command as it is',
    to: { screen: 'profile', script: null, again: null },
  },
];

/** The two things that Corelane can be given, and the way from one to the other. */
export const StartWays = ({ current }: { readonly current: Way['kind'] }) => (
  <nav aria-label="What to measure" className={styles['ways']}>
    {ways.map(({ kind, icon, label, meaning, to }) => (
      <a
        key={kind}
        className={styles['way']}
        href={formatRoute(to)}
        aria-current={kind === current ? 'page' : undefined}
      >
        <Icon name={icon} />
        <span>
          <span className={styles['label']}>{label}</span>
          <span className={styles['meaning']}>{meaning}</span>
        </span>
      </a>
    ))}
  </nav>
);
