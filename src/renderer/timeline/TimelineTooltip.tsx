import styles from './TimelineTooltip.module.css';
import type { Pointed } from './use-pointer.ts';

export interface TooltipLine {
  readonly name: string;
  readonly value: string;
}

interface TimelineTooltipProps {
  readonly pointed: Pick<Pointed, 'clientX' | 'clientY'>;
  readonly title: string;
  readonly lines: readonly TooltipLine[];
}

const awayPx = 14;

/** What is under the pointer, beside it: on the side of the window where there is room. */
export function TimelineTooltip({ pointed: { clientX, clientY }, title, lines }: TimelineTooltipProps) {
  const across =
    clientX < window.innerWidth / 2
      ? { left: clientX + awayPx }
      : { right: window.innerWidth - clientX + awayPx };
  const along =
    clientY < window.innerHeight * 0.6
      ? { top: clientY + awayPx }
      : { bottom: window.innerHeight - clientY + awayPx };
  return (
    <div className={styles['tooltip']} style={{ ...across, ...along }} aria-hidden>
      <p className={styles['title']}>{title}</p>
      {lines.length > 0 && (
        <dl className={styles['lines']}>
          {lines.map(({ name, value }) => (
            <div key={name} className={styles['line']}>
              <dt className={value === '' ? styles['sentence'] : undefined}>{name}</dt>
              {value !== '' && <dd className="figure">{value}</dd>}
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
