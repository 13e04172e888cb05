import { Popover } from '@base-ui/react/popover';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './KeyLegend.module.css';
import { keyLegend } from './keys.ts';

/** What keys and pointer do on the timeline. */
export const KeyLegend = () => (
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
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);
