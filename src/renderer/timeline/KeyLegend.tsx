import { Popover } from '@base-ui/react/popover';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './KeyLegend.module.css';
import { keyLegend } from './keys.ts';

/** As painted: told apart by pattern as well as by colour. */
const looks = [
  { name: 'ok, in the colour of its executor', look: 'ok' },
  { name: 'error', look: 'error' },
  { name: 'cancelled', look: 'cancelled' },
  { name: 'lost', look: 'lost' },
  { name: 'idle', look: 'idle' },
] as const;

/** How threads' states are told apart, below their tasks and on rows of their own. */
const states = [
  { name: 'running, in the colour of the thread', look: 'running' },
  { name: 'runnable: waiting for a core', look: 'runnable' },
  { name: 'blocked: waiting for anything else', look: 'blocked' },
  { name: 'a thread of another program', look: 'others' },
] as const;

/** What is drawn when the pointer is over a slice. */
const arrows = [
  { name: 'where it ran before, on another core (migration)', look: 'migration' },
  { name: 'who woke it, and when (wake-up)', look: 'wakeUp' },
] as const;

interface KeyLegendProps {
  readonly hasTrials: boolean;
  readonly hasSlices: boolean;
}

/** What keys and pointer do on the timeline, and what its bars mean. */
export const KeyLegend = ({ hasTrials, hasSlices }: KeyLegendProps) => (
  <Popover.Root>
    <Popover.Trigger render={<IconButton icon="keyboard" label="Keys and pointer (?)" data-keys />} />
    <Popover.Portal>
      <Popover.Positioner className={styles['positioner']} sideOffset={6} collisionPadding={8}>
        <Popover.Popup className={styles['popup']}>
          <Popover.Title className={styles['title']}>On the timeline</Popover.Title>
          <dl className={styles['keys']}>
            {keyLegend.map(({ keys, does }) => (
              <div key={does} className={styles['line']}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key} className={styles['key']}>
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          {hasTrials && (
            <>
              <h3 className={styles['title']}>What tasks look like</h3>
              <Looks looks={looks} />
            </>
          )}
          {hasSlices && (
            <>
              <h3 className={styles['title']}>What threads look like</h3>
              <Looks looks={states} />
              <h3 className={styles['title']}>Arrows to the slice under the pointer</h3>
              <Looks looks={arrows} />
            </>
          )}
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);

const Looks = ({ looks: shown }: { readonly looks: typeof looks | typeof states | typeof arrows }) => (
  <ul className={styles['looks']}>
    {shown.map(({ name, look }) => (
      <li key={name} className={styles['look']}>
        <span className={`${styles['bar']} ${styles[look]}`} aria-hidden="true" />
        {name}
      </li>
    ))}
  </ul>
);
