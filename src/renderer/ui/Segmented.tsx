import { useId } from 'react';
import styles from './Segmented.module.css';
import type { Option } from './Select.tsx';
import { Tooltip } from './Tooltip.tsx';

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
}

/** One of a few, all in sight. Native radio buttons: one tab stop, arrows choose. */
export const Segmented = <T extends string>({ label, value, options, onChange }: SegmentedProps<T>) => {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={styles['group']}>
      {options.map((option) => (
        <Tooltip key={option.value} content={option.hint} disabled={option.hint === undefined}>
          <label className={styles['segment']}>
            <input
              type="radio"
              className={styles['input']}
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
            {option.hint !== undefined && <span className="visually-hidden">: {option.hint}</span>}
          </label>
        </Tooltip>
      ))}
    </div>
  );
};
