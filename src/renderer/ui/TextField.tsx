import { useId, type KeyboardEventHandler } from 'react';
import { describedBy, FieldFrame } from './FieldFrame.tsx';
import { Icon, type IconName } from './Icon.tsx';
import styles from './TextField.module.css';

interface TextFieldProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly icon?: IconName;
  readonly type?: 'text' | 'search';
  readonly onKeyDown?: KeyboardEventHandler<HTMLInputElement>;
}

export const TextField = ({
  label,
  hideLabel = false,
  value,
  onChange,
  placeholder,
  hint,
  error,
  icon,
  type = 'text',
  onKeyDown,
}: TextFieldProps) => {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hideLabel={hideLabel} hint={hint} error={error}>
      <span className={styles['box']}>
        {icon !== undefined && <Icon name={icon} size={16} />}
        <input
          id={id}
          type={type}
          className={styles['input']}
          value={value}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          {...describedBy(id, hint, error)}
        />
      </span>
    </FieldFrame>
  );
};
