import type { Refusal } from '../switch-recording.ts';

/** The most that is to be recorded, better first. */
export const schedulingModes = ['system', 'process', 'sampled'] as const;
export type SchedulingMode = (typeof schedulingModes)[number];

/** `CORELANE_SCHEDULING`, by which people ask for less than the kernel allows. */
export const schedulingVariable = 'CORELANE_SCHEDULING';

/** What is recorded, and why not more, and what would allow that: one to three sentences. */
export function exactReason(
  { mode, wakes }: { readonly mode: 'system' | 'process'; readonly wakes: boolean },
  wanted: SchedulingMode,
  refused: readonly Refusal[],
): string {
  if (mode === 'process') {
    return `Every context switch of the measured processes was recorded, and nothing of the other programs on the machine. ${whyNot(mode, wanted, refused)}`;
  }
  if (wakes) return 'Every context switch and every wake-up of the whole machine was recorded.';
  return `Every context switch of the whole machine was recorded. ${explained(refused, 'wakes')} Without them, how long a thread that was woken waited for its core is known in total only.`;
}

/** Why the mode is not a better one: the user wanted none, or the kernel refused it. */
export function whyNot(mode: SchedulingMode, wanted: SchedulingMode, refused: readonly Refusal[]): string {
  if (mode === wanted) return `${schedulingVariable}=${wanted} asked for no more.`;
  return explained(refused, mode === 'process' ? 'system' : 'process');
}

/** Reason and remedy of one refusal. */
export function explained(refused: readonly Refusal[], tried: Refusal['tried']): string {
  const refusal = refused.find((one) => one.tried === tried);
  return refusal === undefined ? '' : `${refusal.reason} ${refusal.remedy}`;
}
