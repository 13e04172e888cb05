import { useId, type ReactNode } from 'react';
import styles from './Card.module.css';

interface CardProps {
  readonly title?: ReactNode;
  /** At the title's end: a figure, a switch, a button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a screen with a heading of its own. */
export const Card = ({ title, aside, children }: CardProps) => {
  const heading = useId();
  return (
    <section className={styles['card']} aria-labelledby={title === undefined ? undefined : heading}>
      {(title !== undefined || aside !== undefined) && (
        <header className={styles['header']}>
          {title !== undefined && <h2 id={heading}>{title}</h2>}
          {aside !== undefined && <div className={styles['aside']}>{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
};
