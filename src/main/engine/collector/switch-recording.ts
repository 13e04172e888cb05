import type { SchedulingEvents } from './scheduling-events.ts';

/** Records every context switch, as the kernel allows. One per collector; owned by its thread. */
export interface SwitchRecording {
  readonly mode: 'system' | 'process';
  /** Wake-ups are recorded too. */
  readonly wakes: boolean;
  /**
   * Follows these threads, and all that they start from now on. Gives those that could not be followed, with the error number.
   * In system mode everything is followed already, and nothing is done.
   */
  follow(tids: readonly number[]): readonly { readonly tid: number; readonly error: number }[];
  /** Starts to record. What `follow` was given before and since is recorded from here on, and what it has started. */
  start(): void;
  /**
   * All events up to a moment that lies slightly before now, each once, in order of time over all cores; those after it come with the
   * next call. With `all`, up to now: nothing more is expected.
   */
  drain(options?: { readonly all?: boolean }): SchedulingEvents;
  /** Calls back, on this thread's event loop, when a ring is an eighth full. */
  onFilling(callback: () => void): void;
  /** Stops recording; what was recorded until then is still drained. */
  stop(): void;
  /** Lets go of rings and descriptors. */
  close(): void;
}

/** Why not more is recorded. `tried` is what was asked of the kernel, `error` the number it answered. */
export interface Refusal {
  readonly tried: 'system' | 'process' | 'wakes';
  readonly error: number;
  /** A sentence: why. */
  readonly reason: string;
  /** A sentence: what would allow it. */
  readonly remedy: string;
}

export type OpenedRecording = {
  /** Null: no switch can be recorded here. */
  readonly recording: SwitchRecording | null;
  /** Each better thing that was refused, best first. */
  readonly refused: readonly Refusal[];
};
