import type { EngineApi } from '../../shared/engine-api.ts';
import { RangeData } from './range-data.ts';
import { StepBars } from './step-bars.ts';
import type { TimeRange } from './viewport.ts';

export type StepSource = Pick<EngineApi, 'stepsWithin'>;

/** Steps are drawn without gaps or names, which allows more of them than of tasks. */
const mostSteps = 20_000;

/** What the timeline knows of when coroutines ran. */
export class StepData {
  readonly #steps: RangeData<StepBars>;

  /** @param pause between an answer and the next question */
  constructor(session: string, source: StepSource, changed: () => void, pause: () => Promise<void>) {
    this.#steps = new RangeData(
      async (range) => {
        const { steps } = await source.stepsWithin({ session, ...range, limit: mostSteps });
        return steps === null ? null : new StepBars(steps, range);
      },
      changed,
      pause,
    );
  }

  get failure(): unknown {
    return this.#steps.failure;
  }

  /** Null: they are too many to be drawn, or not known yet. */
  bars(range: TimeRange): StepBars | null {
    return this.#steps.of(range);
  }

  look(range: TimeRange): void {
    this.#steps.look(range);
  }
}
