import { Toast } from '@base-ui/react/toast';
import { useMemo } from 'react';
import { toEnvelope } from '../../shared/errors.ts';

export interface ToastMessage {
  readonly title: string;
  readonly description?: string;
  readonly tone?: 'neutral' | 'good' | 'bad';
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface Toasts {
  readonly show: (message: ToastMessage) => void;
  /** What was thrown, as its message and its remedy. */
  readonly showError: (thrown: unknown) => void;
}

/** Long enough to read, and to reach for an action; Base UI waits while the toast is hovered or focused. */
const shownMs = 6000;
const shownWithActionMs = 12_000;

/** Short messages about what was done, at the window's edge. */
export function useToasts(): Toasts {
  const { add, close } = Toast.useToastManager();
  return useMemo(() => {
    const show = ({ title, description, tone = 'neutral', action }: ToastMessage): void => {
      const id = add({
        title,
        description,
        type: tone,
        priority: tone === 'bad' ? 'high' : 'low',
        timeout: action === undefined && tone !== 'bad' ? shownMs : shownWithActionMs,
        ...(action !== undefined && {
          actionProps: {
            children: action.label,
            onClick: () => {
              close(id);
              action.run();
            },
          },
        }),
      });
    };
    const showError = (thrown: unknown): void => {
      const { message, remedy } = toEnvelope(thrown);
      show({ title: message, description: remedy, tone: 'bad' });
    };
    return { show, showError };
  }, [add, close]);
}
