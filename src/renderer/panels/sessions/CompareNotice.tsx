import { useEffect, useEffectEvent } from 'react';
import type { ListedSession } from '../../../shared/workplace.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

interface CompareNoticeProps {
  readonly compared: ListedSession;
  /** Sessions that it can be compared with. */
  readonly others: number;
  readonly onEnd: () => void;
}

/** Says that a session is chosen to be compared with, and the way out of that, which Escape is as well. */
export const CompareNotice = ({ compared, others, onEnd }: CompareNoticeProps) => {
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') end();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  const kind = compared.command === 'profile' ? 'profile' : 'lab';
  return (
    <Notice
      tone="info"
      title={
        others === 0
          ? `There is no other ${kind} to compare ${compared.name} with`
          : `Choose the ${kind} to compare ${compared.name} with`
      }
      action={<Button onClick={onEnd}>Cancel</Button>}
    >
      {others === 0
        ? `A ${kind} compares with a ${kind}. Record another one of the same task, or open the folder that has it.`
        : `A ${kind} compares with a ${kind}; the older of the two becomes A.`}
    </Notice>
  );
};
