import styles from './FieldError.module.css';

/** What is wrong with a group of controls, below them. */
export const FieldError = ({ problem }: { readonly problem: string | undefined }) =>
  problem === undefined ? null : (
    <p className={styles['error']} role="alert">
      {problem}
    </p>
  );
