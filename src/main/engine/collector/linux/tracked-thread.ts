import {
  type SwitchCounts,
  type TaskStat,
  parseSched,
  parseSchedstat,
  parseStat,
  parseStatus,
} from '../../../../shared/proc-format.ts';
import type { ThreadCounters } from '../collector.ts';
import { type DescriptorAllowance, ProcFile, gone, unreadable } from './proc-file.ts';

/** `ran`: it used a core since the previous look. `rested`: it did not. */
export type Look = 'ran' | 'rested' | 'gone';

/**
 * The files of one thread: schedstat tells cheaply whether the thread ran at all; where it ran and how
 * often it switched are in dearer files, read when asked for.
 */
export class TrackedThread {
  readonly pid: number;
  readonly tid: number;
  readonly #schedstat: ProcFile;
  readonly #stat: ProcFile;
  readonly #switches: SwitchesFile;
  #timeslices: number | null = null;
  #startTicks: number | null = null;
  #counters: ThreadCounters = {
    onCpuNs: 0,
    runDelayNs: null,
    voluntarySwitches: null,
    involuntarySwitches: null,
    migrations: null,
  };

  constructor(pid: number, tid: number, allowance: DescriptorAllowance) {
    const folder = `/proc/${pid}/task/${tid}`;
    this.pid = pid;
    this.tid = tid;
    this.#schedstat = new ProcFile(`${folder}/schedstat`, allowance);
    this.#stat = new ProcFile(`${folder}/stat`, allowance);
    this.#switches = new SwitchesFile(folder, allowance);
  }

  /** As of the newest look; the switches and migrations as of the newest `readSwitches`. */
  get counters(): ThreadCounters {
    return this.#counters;
  }

  look(): Look {
    const text = this.#schedstat.read();
    if (text === gone) return 'gone';
    if (!this.#schedstat.isKept && this.#isSomeoneElse()) return 'gone';
    const run = typeof text === 'string' ? parseSchedstat(text) : null;
    if (run === null) return 'rested';
    const ran = run.timeslices !== this.#timeslices || run.onCpuNs !== this.#counters.onCpuNs;
    if (!ran) return 'rested';
    this.#timeslices = run.timeslices;
    this.#counters = { ...this.#counters, onCpuNs: run.onCpuNs, runDelayNs: run.runDelayNs };
    return 'ran';
  }

  /** Its name, birth and core; null when they cannot be read, as after its end. */
  readStat(): TaskStat | null {
    const text = this.#stat.read();
    const stat = typeof text === 'string' ? parseStat(text) : null;
    if (stat === null) return null;
    this.#startTicks ??= stat.startTicks;
    return stat.startTicks === this.#startTicks ? stat : null;
  }

  /** A file looked up by its path may meanwhile belong to another thread that was given the number. */
  #isSomeoneElse(): boolean {
    const text = this.#stat.read();
    const stat = typeof text === 'string' ? parseStat(text) : null;
    return stat !== null && this.#startTicks !== null && stat.startTicks !== this.#startTicks;
  }

  /** Brings the switches and migrations of `counters` up to date. */
  readSwitches(): void {
    const counts = this.#switches.read();
    if (counts !== null) this.#counters = { ...this.#counters, ...counts };
  }

  close(): void {
    this.#schedstat.close();
    this.#stat.close();
    this.#switches.close();
  }
}

/**
 * Switches and migrations stand together in `sched`, which is also cheaper to print than `status`; but only
 * kernels built with SCHED_DEBUG have it, and only status is certain to exist.
 */
class SwitchesFile {
  readonly #folder: string;
  readonly #allowance: DescriptorAllowance;
  #file: ProcFile;
  #parse: (text: string) => SwitchCounts | null = parseSched;

  constructor(folder: string, allowance: DescriptorAllowance) {
    this.#folder = folder;
    this.#allowance = allowance;
    this.#file = new ProcFile(`${folder}/sched`, allowance);
  }

  read(): SwitchCounts | null {
    const text = this.#file.read();
    const counts = typeof text === 'string' ? this.#parse(text) : null;
    if (counts !== null || text === unreadable || this.#parse === parseStatus) return counts;
    this.#file.close();
    this.#file = new ProcFile(`${this.#folder}/status`, this.#allowance);
    this.#parse = parseStatus;
    return this.read();
  }

  close(): void {
    this.#file.close();
  }
}
