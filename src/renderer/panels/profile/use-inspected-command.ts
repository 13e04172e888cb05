import type { InspectedCommand } from '../../../shared/workplace.ts';
import { useCall, type Call } from '../../connection/use-call.ts';
import { useSettled } from '../../connection/use-settled.ts';
import type { ProfileOrder } from './profile-draft.ts';

/** How long typing pauses before the engine is asked. */
const pauseMs = 300;

/** What a command would run, as the engine finds it; null: there is no command yet. */
export function useInspectedCommand(order: ProfileOrder | null): Call<InspectedCommand | null> {
  const asked = useSettled(
    order === null ? null : JSON.stringify({ argv: order.argv, cwd: order.cwd }),
    pauseMs,
  );
  return useCall(
    async (engine) =>
      order === null || asked === null
        ? null
        : engine.inspectCommand({ argv: order.argv, cwd: order.cwd, node: order.node, python: order.python }),
    [asked],
  );
}
