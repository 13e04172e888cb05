import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import { IconButton } from './IconButton.tsx';
import styles from './ToastRegion.module.css';

/** Around everything that shows toasts (`useToasts`). F6 moves focus to them. */
export const ToastRegion = ({ children }: { readonly children: ReactNode }) => (
  <Toast.Provider limit={4}>
    {children}
    <Toast.Portal>
      <Toast.Viewport className={styles['viewport']}>
        <ToastList />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
);

const ToastList = () =>
  Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      // Base UI calls it a dialog, which it is not: the live region around it reads it out.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the element is Base UI's
      role="group"
      aria-modal={undefined}
      className={`${styles['toast']} ${styles[toast.type ?? 'neutral']}`}
    >
      <Toast.Content className={styles['content']}>
        <div className={styles['texts']}>
          <Toast.Title className={styles['title']} />
          <Toast.Description className={styles['description']} />
        </div>
        <Toast.Action className={styles['action']} />
        <Toast.Close render={<IconButton icon="close" label="Dismiss" />} />
      </Toast.Content>
    </Toast.Root>
  ));
