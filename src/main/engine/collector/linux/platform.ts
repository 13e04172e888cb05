import { describeMachine } from '../machine.ts';
import type { Platform } from '../platform.ts';
import { openPortableCollector } from '../portable/collector.ts';
import { hasThreadCounters, linuxCapabilities } from './capabilities.ts';
import { openLinuxCollector } from './collector.ts';
import { ownAffinity, trimHeap } from './native.ts';
import { readCoreStress } from './core-stress.ts';
import { readCore } from './topology.ts';

const usableCores = (): readonly number[] =>
  ownAffinity() ?? Array.from({ length: describeMachine().cpus }, (_, core) => core);

export const linuxPlatform: Platform = {
  name: 'linux',
  // Of each thread alone, and anybody may go down to it.
  patientPriority: 10,
  giveBackMemory: trimHeap,
  machine: describeMachine,
  cores: usableCores,
  topology: () => usableCores().map((core) => readCore(core)),
  capabilities: linuxCapabilities,
  coreStress: readCoreStress,
  // A sandbox may be Linux in name only: without the kernel's counters there is nothing to sample.
  openCollector: (options) =>
    hasThreadCounters()
      ? openLinuxCollector(options)
      : openPortableCollector(
          options,
          'This kernel does not count the CPU time of threads in /proc (schedstat), so only the cores were measured.',
        ),
};
