import os from 'node:os';
import process from 'node:process';
import { describeMachine } from '../machine.ts';
import type { Capability, CapabilityName, Platform } from '../platform.ts';
import { openPortableCollector } from './collector.ts';

const allCores = (): readonly number[] => Array.from({ length: describeMachine().cpus }, (_, core) => core);

/** What every system that runs Node offers: the cores' load, and nothing about single threads. */
export const portablePlatform: Platform = {
  name: 'portable',
  patientPriority: null,
  giveBackMemory: () => undefined,
  machine: describeMachine,
  cores: allCores,
  topology: () => allCores().map((core) => ({ core, physical: null, socket: null, maxMhz: null })),
  capabilities,
  coreStress: () => ({ stolenNs: null, throttleEvents: null }),
  openCollector: (options) =>
    openPortableCollector(
      options,
      `Only the cores' load is known: the portable platform (here on ${process.platform}) has no figures for single threads.`,
    ),
};

function capabilities(): Capability[] {
  return [
    notHere(
      'pinning',
      'Node has no portable call that pins a thread to a core.',
      'Run on Linux, or read the results as --pin none.',
    ),
    coreUtilization(),
    notHere(
      'thread-counters',
      'CPU time, run delay and switches per thread are read from the Linux kernel.',
      'Run on Linux to have them.',
    ),
    notHere(
      'migrations',
      'Migrations between cores are counted by the Linux kernel only.',
      'Run on Linux to have them.',
    ),
    notHere(
      'process-cleanup',
      'Adopting the orphans of a killed process needs the Linux kernel.',
      'End tasks with Ctrl-C rather than by killing Corelane; then everything it started is stopped.',
    ),
    ...(['system-switches', 'process-switches', 'wake-ups'] as const).map((name) =>
      notHere(
        name,
        'Context switches and wake-ups are recorded by the Linux kernel only.',
        'Run on Linux to have them.',
      ),
    ),
    notHere(
      'gil-waits',
      'What threads of Python programs wait for is read from the Linux kernel.',
      'Run on Linux to have it.',
    ),
  ];
}

function coreUtilization(): Capability {
  const counted = os.cpus().some(({ times }) => times.user + times.sys + times.idle > 0);
  if (counted) return { name: 'core-utilization', available: true, reason: null, remedy: null };
  return notHere(
    'core-utilization',
    'This system does not tell Node how busy its cores are.',
    'Run outside of the sandbox or container that hides it.',
  );
}

const notHere = (name: CapabilityName, reason: string, remedy: string): Capability => ({
  name,
  available: false,
  reason,
  remedy,
});
