import type { ReactNode } from 'react';
import styles from './FieldFrame.module.css';

interface FieldFrameProps {
  /** Of the input. */
  readonly id: string;
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
  readonly children: ReactNode;
}

/** What all fields have: a label above, and below a hint, or the error in its place. */
export const FieldFrame = ({ id, label, hideLabel = false, hint, error, children }: FieldFrameProps) => {
  const remark = error ?? hint;
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : styles['label']}>
        {label}
      </label>
      {children}
      {remark !== undefined && (
        <p id={`${id}-remark`} className={error == null ? styles['hint'] : styles['error']}>
          {remark}
        </p>
      )}
    </div>
  );
};

/** The attributes that tie an input to its remark. */
export const describedBy = (id: string, hint: string | undefined, error: string | null | undefined) => ({
  'aria-describedby': (error ?? hint) === undefined ? undefined : `${id}-remark`,
  'aria-invalid': error == null ? undefined : true,
});
