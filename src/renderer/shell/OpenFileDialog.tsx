import type { Route } from '../../shared/route.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { fileName } from './job-words.ts';
import styles from './OpenFileDialog.module.css';
import type { Opening } from './route-of-file.ts';

interface OpenFileDialogProps {
  readonly path: string;
  readonly openings: readonly Opening[];
  /** Null: dismissed. */
  readonly onChoose: (route: Route | null) => void;
}

/** Asks what to do with a file that several things can be done with. */
export const OpenFileDialog = ({ path, openings, onChoose }: OpenFileDialogProps) => (
  <Dialog
    open
    onOpenChange={() => onChoose(null)}
    title={`What to do with ${fileName(path)}?`}
    description={path}
  >
    <div className={styles['ways']}>
      {openings.map(({ label, meaning, route }) => (
        <button key={label} type="button" className={styles['way']} onClick={() => onChoose(route)}>
          <span className={styles['label']}>
            <Icon name={route.screen === 'profile' ? 'activity' : 'flask'} /> {label}
          </span>
          <span className={styles['meaning']}>{meaning}</span>
        </button>
      ))}
    </div>
  </Dialog>
);
