import { formatRoute, type Route } from '../../shared/route.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { JobCards } from './JobCards.tsx';
import { Mark } from './Mark.tsx';
import styles from './Rail.module.css';
import { useNarrow } from './use-narrow.ts';

interface Place {
  readonly label: string;
  readonly icon: IconName;
  readonly to: Route;
  /** Screens that belong to it. */
  readonly screens: readonly Route['screen'][];
}

const places: readonly Place[] = [
  { label: 'New lab', icon: 'flask', to: { screen: 'start', task: null }, screens: ['start'] },
  {
    label: 'New profile',
    icon: 'activity',
    to: { screen: 'profile', script: null, again: null },
    screens: ['profile'],
  },
  {
    label: 'Sessions',
    icon: 'sessions',
    to: { screen: 'sessions' },
    screens: ['sessions', 'session', 'compare'],
  },
  { label: 'Settings', icon: 'gear', to: { screen: 'settings' }, screens: ['settings'] },
];

interface RailProps {
  readonly route: Route;
  readonly onHelp: () => void;
}

/** The way around the app, and at its foot what is under way. */
export const Rail = ({ route, onHelp }: RailProps) => {
  const isNarrow = useNarrow();
  return (
    <nav className={styles['rail']} aria-label="Corelane">
      <div className={styles['brand']}>
        <Mark />
        <span className={styles['name']}>Corelane</span>
      </div>
      <ul className={styles['places']}>
        {places.map(({ label, icon, to, screens }) => (
          <li key={label}>
            <Tooltip content={label} side="right" disabled={!isNarrow}>
              <a
                className={styles['place']}
                href={formatRoute(to)}
                aria-current={screens.includes(route.screen) ? 'page' : undefined}
              >
                <Icon name={icon} />
                <span className={styles['label']}>{label}</span>
              </a>
            </Tooltip>
          </li>
        ))}
      </ul>
      <div className={styles['foot']}>
        <JobCards route={route} isNarrow={isNarrow} />
        <Tooltip content="Keyboard shortcuts" side="right" disabled={!isNarrow}>
          <button type="button" className={styles['place']} aria-haspopup="dialog" onClick={onHelp}>
            <Icon name="keyboard" />
            <span className={styles['label']}>Shortcuts</span>
          </button>
        </Tooltip>
      </div>
    </nav>
  );
};
