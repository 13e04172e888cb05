import { useState } from 'react';
import { useEngine } from '../../connection/use-engine.ts';
import { useRoute } from '../../connection/use-route.ts';
import { useToasts } from '../../ui/use-toasts.ts';
import type { LabOrder } from './lab-draft.ts';

/** Starts a lab and goes where it can be watched; what the engine refuses is shown. */
export function useStartLab(): {
  readonly startLab: (order: LabOrder) => void;
  readonly isStarting: boolean;
} {
  const engine = useEngine();
  const { showError } = useToasts();
  const [, go] = useRoute();
  const [isStarting, setIsStarting] = useState(false);
  const startLab = (order: LabOrder) => {
    setIsStarting(true);
    void engine
      .startLab(order)
      .then((job) => go({ screen: 'live', job }), showError)
      .finally(() => setIsStarting(false));
  };
  return { startLab, isStarting };
}
