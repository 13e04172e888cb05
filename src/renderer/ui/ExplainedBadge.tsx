import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from './Badge.tsx';
import styles from './ExplainedBadge.module.css';

interface ExplainedBadgeProps {
  readonly tone: BadgeTone;
  /** Shown on hover, and on a click or Enter for those who do not hover. */
  readonly explanation: ReactNode;
  readonly children: ReactNode;
}

/** A word that wants a sentence. */
export const ExplainedBadge = ({ tone, explanation, children }: ExplainedBadgeProps) => (
  <Popover.Root>
    <Popover.Trigger className={styles['trigger']} openOnHover delay={150}>
      <Badge tone={tone}>{children}</Badge>
    </Popover.Trigger>
    <Popover.Portal>
      <Popover.Positioner sideOffset={6} align="start" collisionPadding={12} className={styles['positioner']}>
        <Popover.Popup className={styles['popup']}>
          <Popover.Description render={<div />}>{explanation}</Popover.Description>
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);
