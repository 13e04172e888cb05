import type { Nanoseconds } from '../../../../shared/units.ts';
import { describeMachine } from '../machine.ts';
import { type SchedulingMode, whyNot } from '../scheduling/reasons.ts';
import type { OpenedRecording } from '../switch-recording.ts';
import { ExactScheduling } from './exact-scheduling.ts';
import { openSwitchRecording } from './perf/open-switch-recording.ts';
import type { DescriptorAllowance } from './proc-file.ts';
import { ProcSampling } from './proc-sampling.ts';
import type { SchedulingSource } from './scheduling-source.ts';
import { onlineCores } from './topology.ts';

export interface SourceOptions {
  readonly originNs: bigint;
  readonly periodMs: number;
  readonly allowance: DescriptorAllowance;
  /** The most that is tried. */
  readonly wanted: SchedulingMode;
  readonly now: () => Nanoseconds;
}

/** The best source that the kernel allows, found by trying. */
export function chooseSource({
  originNs,
  periodMs,
  allowance,
  wanted,
  now,
}: SourceOptions): SchedulingSource {
  const cores = onlineCores() ?? Array.from({ length: describeMachine().cpus }, (_, core) => core);
  const open = (): OpenedRecording =>
    wanted === 'sampled'
      ? { recording: null, refused: [] }
      : openSwitchRecording({ originNs, cores, wanted });
  const { recording, refused } = open();
  if (recording === null) {
    const whyNotExact = whyNot('sampled', wanted, refused);
    return new ProcSampling(originNs, periodMs, allowance, { whyNotExact });
  }
  const sampling = new ProcSampling(originNs, periodMs, allowance, { role: 'beneath' });
  return new ExactScheduling({ open, first: recording, refused, wanted, periodMs, sampling, now });
}
