import type { Machine } from '../../../shared/lab-report.ts';
import type { CoreInfo } from '../../../shared/workplace.ts';
import type { Collector, CollectorOptions } from './collector.ts';

/**
 * The seam to the operating system. Each platform is one folder-level implementation of this; choosing
 * one is the only place where Corelane asks which system it runs on.
 */
export interface Platform {
  readonly name: 'linux' | 'portable';
  /**
   * The priority (as `os.setPriority` takes it) of threads that may wait while the measured program runs; null where only whole
   * processes have one.
   */
  readonly patientPriority: number | null;
  machine(): Machine;
  /** Logical cores this process may use, ascending. */
  cores(): readonly number[];
  /** The same cores with what the system tells of each. */
  topology(): readonly CoreInfo[];
  /** What can be measured here, found by trying, never by reading a setting. */
  capabilities(): readonly Capability[];
  openCollector(options: CollectorOptions): Promise<Collector>;
  /** What the given cores have suffered from outside since the system started. */
  coreStress(cores: readonly number[]): CoreStress;
  /** Gives memory that was freed back to the system, which the allocator keeps for the thread that had it. Where it cannot be, it does nothing. */
  giveBackMemory(): void;
}

/** Counted since the system started; null: it does not tell. */
export interface CoreStress {
  /** Time that a hypervisor gave to others, summed over the cores. */
  readonly stolenNs: number | null;
  /** How often a core was slowed down for heat. */
  readonly throttleEvents: number | null;
}

export type CapabilityName =
  | 'pinning'
  | 'core-utilization'
  | 'thread-counters'
  | 'migrations'
  | 'process-cleanup'
  | 'system-switches'
  | 'process-switches'
  | 'wake-ups'
  | 'gil-waits';

/** One row of `corelane doctor`. `reason` and `remedy` are null when it is available. */
export interface Capability {
  readonly name: CapabilityName;
  readonly available: boolean;
  readonly reason: string | null;
  readonly remedy: string | null;
}
