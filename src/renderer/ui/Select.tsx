import { Select as Base } from '@base-ui/react/select';
import { useId } from 'react';
import { Icon } from './Icon.tsx';
import styles from './Select.module.css';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** A second line: what choosing it means. */
  readonly hint?: string;
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly size?: 'small';
}

/** One of several, when there is no room to show all of them (else Segmented). */
export const Select = <T extends string>({
  label,
  hideLabel = false,
  value,
  options,
  onChange,
  size,
}: SelectProps<T>) => {
  const labelId = useId();
  return (
    <div className={styles['field']}>
      <span id={labelId} className={hideLabel ? 'visually-hidden' : styles['label']}>
        {label}
      </span>
      <Base.Root
        items={options}
        value={value}
        onValueChange={(next) => {
          if (next !== null) onChange(next);
        }}
      >
        <Base.Trigger
          aria-labelledby={labelId}
          className={`${styles['trigger']} ${size === 'small' ? styles['small'] : ''}`}
        >
          <Base.Value className={styles['value']} />
          <Icon name="chevron-down" size={14} />
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner
            className={styles['positioner']}
            sideOffset={4}
            alignItemWithTrigger={false}
            align="start"
          >
            <Base.Popup className={styles['popup']}>
              <Base.List aria-label={label}>
                {options.map((option) => (
                  <Base.Item key={option.value} value={option.value} className={styles['item']}>
                    <Base.ItemIndicator className={styles['indicator']}>
                      <Icon name="check" size={14} />
                    </Base.ItemIndicator>
                    <span className={styles['texts']}>
                      <Base.ItemText>{option.label}</Base.ItemText>
                      {option.hint !== undefined && <span className={styles['hint']}>{option.hint}</span>}
                    </span>
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  );
};
