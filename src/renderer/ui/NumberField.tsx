import { NumberField as Base } from '@base-ui/react/number-field';
import { useId } from 'react';
import { describedBy, FieldFrame } from './FieldFrame.tsx';
import { Icon } from './Icon.tsx';
import styles from './NumberField.module.css';

interface NumberFieldProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  /** Null: empty. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly unit?: string;
  /** What an empty field stands for. */
  readonly placeholder?: string;
  readonly hint?: string;
  readonly error?: string | null;
}

export const NumberField = ({
  label,
  hideLabel = false,
  value,
  onChange,
  min,
  max,
  step = 1,
  unit,
  placeholder,
  hint,
  error,
}: NumberFieldProps) => {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hideLabel={hideLabel} hint={hint} error={error}>
      <Base.Root
        id={id}
        value={value}
        onValueChange={(next) => onChange(next)}
        min={min}
        max={max}
        step={step}
        format={{ useGrouping: false, maximumFractionDigits: 3 }}
      >
        <Base.Group className={styles['group']}>
          <Base.Input
            className={styles['input']}
            placeholder={placeholder}
            {...describedBy(id, hint, error)}
          />
          {unit !== undefined && <span className={styles['unit']}>{unit}</span>}
          <Base.Decrement className={styles['step']} aria-label={`Less: ${label}`}>
            <Icon name="minus" size={14} />
          </Base.Decrement>
          <Base.Increment className={styles['step']} aria-label={`More: ${label}`}>
            <Icon name="plus" size={14} />
          </Base.Increment>
        </Base.Group>
      </Base.Root>
    </FieldFrame>
  );
};
