import { useId, type ReactNode } from 'react';
import styles from './RadioList.module.css';

export interface RadioOption<T> {
  readonly value: T;
  readonly label: ReactNode;
  /** A second line: what choosing it means. */
  readonly hint: string;
}

interface RadioListProps<T> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly RadioOption<T>[];
  readonly onChange: (value: T) => void;
}

/** One of several that want a line of explanation each. Native radio buttons: one tab stop, arrows choose. */
export const RadioList = <T extends string | null>({
  label,
  value,
  options,
  onChange,
}: RadioListProps<T>) => {
  const name = useId();
  return (
    <fieldset className={styles['list']}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles['option']}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className={styles['label']}>{option.label}</span>
          <span className={styles['hint']}>{option.hint}</span>
        </label>
      ))}
    </fieldset>
  );
};
