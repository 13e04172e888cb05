import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import styles from './Tooltip.module.css';

interface TooltipProps {
  readonly content: ReactNode;
  /** Gets the tooltip's handlers and ref: an element, or a component that passes its props on to one. */
  readonly children: ReactElement;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly disabled?: boolean;
}

/** A hint on hover and on keyboard focus. Says nothing that is not said elsewhere too: touch and screen readers do without it. */
export const Tooltip = ({ content, children, side = 'top', disabled = false }: TooltipProps) => (
  <Base.Root disabled={disabled}>
    <Base.Trigger render={children} />
    <Base.Portal>
      <Base.Positioner className={styles['positioner']} side={side} sideOffset={6} collisionPadding={8}>
        <Base.Popup role="tooltip" className={styles['popup']}>
          {content}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
