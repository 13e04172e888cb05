import { useId } from 'react';
import styles from './ExplainedHeading.module.css';
import { Tooltip } from './Tooltip.tsx';

interface ExplainedHeadingProps {
  readonly title: string;
  readonly meaning: string;
}

/** The heading of a column with what it means. A button, so that the explanation can be reached by keyboard; pressing it does nothing more. */
export function ExplainedHeading({ title, meaning }: ExplainedHeadingProps) {
  const id = useId();
  return (
    <>
      <Tooltip content={<span className={styles['meaning']}>{meaning}</span>}>
        <button type="button" className={styles['heading']} aria-describedby={id}>
          {title}
        </button>
      </Tooltip>
      <span id={id} hidden>
        {meaning}
      </span>
    </>
  );
}
