import { counted } from '../../../shared/figures.ts';
import type { Scheduling } from '../../../shared/lab-report.ts';
import type { CapabilityRow } from '../../../shared/workplace.ts';

interface ModeWords {
  readonly name: string;
  readonly meaning: string;
}

const modes: Readonly<Record<Scheduling['mode'], ModeWords>> = {
  system: {
    name: 'exact, whole machine',
    meaning: 'Every context switch of the machine was recorded, those of other programs included.',
  },
  process: {
    name: 'exact, own processes',
    meaning: 'Every context switch of the measured processes was recorded; what else ran is not named.',
  },
  sampled: {
    name: 'sampled',
    meaning: "Totals are the kernel's own counters; what happened between two looks was not seen.",
  },
};

export const modeWords = ({ mode }: Scheduling): ModeWords => modes[mode];

/** Switches that are missing would be taken for blocks and waits that never were: that is worth a warning. */
export const isDoubtful = ({ lost }: Scheduling): boolean => lost > 0;

/** What is to be known of the mode beside its meaning, a sentence each. */
export function schedulingRemarks({ mode, reason, lost, wakes }: Scheduling): readonly string[] {
  return [
    ...(reason === '' ? [] : [reason]),
    ...(mode === 'sampled'
      ? []
      : [
          wakes
            ? 'Wake-ups were recorded, so each wait for a core is known by itself.'
            : 'Wake-ups were not recorded: waits for a core are known in total, and after a preemption.',
          lost === 0
            ? 'No record was lost.'
            : `The kernel had to drop ${counted(lost, 'record')}: figures around them are not complete.`,
        ]),
  ];
}

/** What to change on this machine for exact recordings; empty when nothing is in the way. */
export const exactRemedies = (capabilities: readonly CapabilityRow[]): readonly string[] =>
  capabilities.flatMap(({ name, available, remedy }) =>
    available || remedy === null || !/exact|switch|scheduling/.test(name) ? [] : [remedy],
  );
