import { useId, type ReactNode } from 'react';
import styles from './Checkbox.module.css';

interface CheckboxProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly disabled?: boolean;
}

export const Checkbox = ({ checked, onChange, label, description, disabled = false }: CheckboxProps) => {
  const id = useId();
  return (
    <div className={styles['row']}>
      <input
        id={id}
        type="checkbox"
        className={styles['box']}
        checked={checked}
        disabled={disabled}
        aria-describedby={description === undefined ? undefined : `${id}-description`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div className={styles['texts']}>
        <label htmlFor={id} className={styles['label']}>
          {label}
        </label>
        {description !== undefined && (
          <div id={`${id}-description`} className={styles['description']}>
            {description}
          </div>
        )}
      </div>
    </div>
  );
};
