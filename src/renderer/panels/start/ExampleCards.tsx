import type { Example } from '../../../shared/workplace.ts';
import { Badge } from '../../ui/Badge.tsx';
import styles from './ExampleCards.module.css';
import { endingOf, splitSummary } from './task-name.ts';

interface ExampleCardsProps {
  readonly examples: readonly Example[];
  readonly onChoose: (task: string) => void;
}

/** The bundled tasks, one click each: the way to a first result without a file of one's own. */
export const ExampleCards = ({ examples, onChoose }: ExampleCardsProps) => {
  if (examples.length === 0) return null;
  return (
    <section aria-labelledby="examples">
      <h2 id="examples" className={styles['heading']}>
        Or try an example
      </h2>
      <ul className={styles['cards']}>
        {examples.map(({ path, name, summary }) => {
          const { kind, text } = splitSummary(summary);
          return (
            <li key={path}>
              <button type="button" className={styles['card']} onClick={() => onChoose(path)}>
                <span className={styles['name']}>
                  <span>
                    {name}
                    <span className={styles['ending']}>{endingOf(path)}</span>
                  </span>
                  {kind !== '' && kind.toLowerCase() !== name && <Badge>{kind}</Badge>}
                </span>
                <span className={styles['summary']}>{text}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
