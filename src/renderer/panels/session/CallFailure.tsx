import type { Call } from '../../connection/use-call.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** Why a part of the session cannot be shown, once that is known. */
export const CallFailure = ({ call }: { readonly call: Call<unknown> }) =>
  call.state === 'failed' ? (
    <Notice
      tone="bad"
      title={call.error.message}
      action={
        <Button size="small" onClick={call.retry}>
          Try again
        </Button>
      }
    >
      {call.error.remedy}
    </Notice>
  ) : null;
