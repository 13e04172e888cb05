import styles from './Spinner.module.css';

/** Something is on its way. It shows only after a moment, so that what is quick does not flicker. */
export const Spinner = ({ label }: { readonly label: string }) => (
  <output className={styles['spinner']}>
    <span className={styles['ring']} aria-hidden="true" />
    {label}
  </output>
);
