import { useState } from 'react';
import { CorelaneError, fromEnvelope, toEnvelope } from '../../../shared/errors.ts';
import { useEngine } from '../../connection/use-engine.ts';
import { useRoute } from '../../connection/use-route.ts';
import type { ProfileOrder } from './profile-draft.ts';

/** Starts a profile and goes where it can be watched. */
export function useStartProfile(): {
  readonly startProfile: (order: ProfileOrder) => void;
  readonly isStarting: boolean;
  /** Why the last start was refused; null: it was not. */
  readonly refusal: CorelaneError | null;
} {
  const engine = useEngine();
  const [, go] = useRoute();
  const [isStarting, setIsStarting] = useState(false);
  const [refusal, setRefusal] = useState<CorelaneError | null>(null);
  const startProfile = (order: ProfileOrder) => {
    setIsStarting(true);
    setRefusal(null);
    void engine
      .startProfile(order)
      .then(
        (job) => go({ screen: 'live', job }),
        (thrown: unknown) =>
          setRefusal(thrown instanceof CorelaneError ? thrown : fromEnvelope(toEnvelope(thrown))),
      )
      .finally(() => setIsStarting(false));
  };
  return { startProfile, isStarting, refusal };
}
