import { Popover } from '@base-ui/react/popover';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './KeyLegend.module.css';
import { keyLegend } from './keys.ts';
import type { ShownKinds } from './shown-kinds.ts';

/** As painted: told apart by pattern as well as by colour. */
const tasks = [
  { name: 'ok, in the colour of its executor', look: 'ok' },
  { name: 'error', look: 'error' },
  { name: 'cancelled', look: 'cancelled' },
  { name: 'lost', look: 'lost' },
  { name: 'idle', look: 'idle' },
] as const;

const coroutines = [
  { name: 'a coroutine from start to end', look: 'coroutine' },
  { name: 'when it ran on its loop’s thread', look: 'step' },
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

/** What is drawn when the pointer is over a traced task, or one is selected. */
const taskArrows = [
  { name: 'from where it was submitted to its start', look: 'wakeUp' },
  { name: 'from its end to where its result arrived', look: 'migration' },
] as const;

/** What lies along the upper edge of a thread's row. */
const marks = [
  { name: 'a mark', look: 'mark' },
  { name: 'a measure', look: 'measure' },
  { name: 'garbage collection', look: 'gc' },
  { name: 'a loop held up', look: 'heldLoop' },
  { name: 'an uncaught error', look: 'uncaught' },
] as const;

/** What lies on the rows of the output; the more lines at one place, the higher. */
const output = [
  { name: 'lines on stdout', look: 'stdout' },
  { name: 'lines on stderr', look: 'stderr' },
] as const;

type Look = (
  | typeof tasks
  | typeof coroutines
  | typeof states
  | typeof arrows
  | typeof taskArrows
  | typeof marks
  | typeof output
)[number];

/** What keys and pointer do on the timeline, and what its bars mean. */
export const KeyLegend = ({ shows }: { readonly shows: ShownKinds }) => (
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
          {shows.tasks && (
            <>
              <h3 className={styles['title']}>What tasks look like</h3>
              <Looks looks={shows.coroutines ? [...tasks, ...coroutines] : tasks} />
            </>
          )}
          {shows.traced && (
            <>
              <h3 className={styles['title']}>Arrows of the task under the pointer, or selected</h3>
              <Looks looks={taskArrows} />
              <h3 className={styles['title']}>What threads marked, and their runtime did</h3>
              <Looks looks={marks} />
            </>
          )}
          {shows.slices && (
            <>
              <h3 className={styles['title']}>What threads look like</h3>
              <Looks looks={states} />
              <h3 className={styles['title']}>Arrows to the slice under the pointer</h3>
              <Looks looks={arrows} />
            </>
          )}
          {shows.output && (
            <>
              <h3 className={styles['title']}>What was printed</h3>
              <Looks looks={output} />
            </>
          )}
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);

const Looks = ({ looks }: { readonly looks: readonly Look[] }) => (
  <ul className={styles['looks']}>
    {looks.map(({ name, look }) => (
      <li key={name} className={styles['look']}>
        <span className={`${styles['bar']} ${styles[look]}`} aria-hidden="true" />
        {name}
      </li>
    ))}
  </ul>
);
