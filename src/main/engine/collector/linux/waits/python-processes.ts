import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { fromMilliseconds } from '../../../../../shared/units.ts';
import { type DescriptorAllowance, ProcFile, gone } from '../proc-file.ts';
import { type AddressRange, interpreterMemory } from './interpreter-memory.ts';

interface Candidate {
  readonly stat: ProcFile;
  /** Where its program lies in memory: another one after every exec. */
  layout: string | null;
  /** How often it was looked up since the last exec, and when it is to be looked up again. */
  lookUps: number;
  lookUpAtNs: number;
  memory: readonly AddressRange[] | null;
}

/** A process that has just begun may not have mapped its libraries yet: it is looked up that often, each time after twice as long. */
const mostLookUps = 5;
const firstRestNs = fromMilliseconds(80);

/**
 * Which processes run CPython, and where each keeps its interpreter's variables. A process is looked up a few times when it is first seen,
 * and again after every exec. Programs that were found to be something else are known by their file from then on.
 */
export class PythonProcesses {
  readonly #allowance: DescriptorAllowance;
  readonly #candidates = new Map<number, Candidate>();
  readonly #otherPrograms = new Set<string>();
  readonly #hidden = new Map<number, string>();
  readonly #indistinct = new Map<number, string>();

  constructor(allowance: DescriptorAllowance) {
    this.#allowance = allowance;
  }

  /** Of each CPython among `pids`, where its variables are. */
  look(pids: Iterable<number>, nowNs: number): ReadonlyMap<number, readonly AddressRange[]> {
    const found = new Map<number, readonly AddressRange[]>();
    const known = new Set(this.#candidates.keys());
    for (const pid of pids) {
      known.delete(pid);
      const memory = this.#memoryOf(pid, nowNs);
      if (memory !== null) found.set(pid, memory);
    }
    for (const pid of known) this.#forget(pid);
    return found;
  }

  /** The system does not show what its threads do to this user. */
  isHidden(pid: number): void {
    if (!this.#hidden.has(pid)) this.#hidden.set(pid, programCalled(pid) ?? 'a process');
    const candidate = this.#candidates.get(pid);
    if (candidate === undefined) return;
    candidate.memory = null;
    candidate.lookUps = mostLookUps;
  }

  get warnings(): readonly string[] {
    return [
      ...[...this.#hidden]
        .slice(0, 1)
        .map(
          ([pid, program]) =>
            `What the threads of ${program} (process ${pid}${andOthers(this.#hidden.size)}) waited for is not known: the system does not let this user look into it. Run it as the same user, allow ptrace of one's own processes (kernel.yama.ptrace_scope of 0 or 1), or run Corelane as root.`,
        ),
      ...[...this.#indistinct]
        .slice(0, 1)
        .map(
          ([pid, program]) =>
            `What the threads of ${program} (process ${pid}${andOthers(this.#indistinct.size)}) waited for is not known: it uses the C library musl, where waiting for the GIL looks like waiting for any lock. Use a Python that is built with glibc to know it.`,
        ),
    ];
  }

  close(): void {
    for (const { stat } of this.#candidates.values()) stat.close();
    this.#candidates.clear();
  }

  #memoryOf(pid: number, nowNs: number): readonly AddressRange[] | null {
    const candidate = this.#candidates.get(pid) ?? this.#meet(pid);
    const text = candidate.stat.read();
    if (text === gone) {
      this.#forget(pid);
      return null;
    }
    const layout = typeof text === 'string' ? programLayout(text) : null;
    if (layout !== candidate.layout) {
      candidate.layout = layout;
      candidate.memory = null;
      candidate.lookUps = 0;
      candidate.lookUpAtNs = nowNs;
    }
    if (candidate.lookUps >= mostLookUps || nowNs < candidate.lookUpAtNs) return candidate.memory;
    candidate.lookUpAtNs = nowNs + firstRestNs * 2 ** candidate.lookUps;
    candidate.lookUps++;
    candidate.memory = this.#lookUp(pid, candidate.lookUps === mostLookUps);
    return candidate.memory;
  }

  #meet(pid: number): Candidate {
    const stat = new ProcFile(`/proc/${pid}/stat`, this.#allowance);
    const candidate: Candidate = { stat, layout: null, lookUps: 0, lookUpAtNs: 0, memory: null };
    this.#candidates.set(pid, candidate);
    return candidate;
  }

  #forget(pid: number): void {
    this.#candidates.get(pid)?.stat.close();
    this.#candidates.delete(pid);
  }

  #lookUp(pid: number, isLast: boolean): readonly AddressRange[] | null {
    try {
      const program = readlinkSync(`/proc/${pid}/exe`);
      if (this.#otherPrograms.has(program)) return null;
      const memory = interpreterMemory(readFileSync(`/proc/${pid}/maps`, 'utf8'), program);
      if (memory === 'musl') this.#indistinct.set(pid, basename(program));
      if (memory !== null && memory !== 'musl') return memory;
      if (isLast) this.#otherPrograms.add(program);
      return null;
    } catch (error) {
      const isRefused = error instanceof Error && 'code' in error && error.code === 'EACCES';
      const called = isRefused ? programCalled(pid) : null;
      if (called?.startsWith('python') === true) this.#hidden.set(pid, called);
      return null;
    }
  }
}

/** Where the code of a process and its stack begin, by /proc/PID/stat: fields 26 and 28. The system places them anew at every exec. */
function programLayout(stat: string): string | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 26);
  const [code, stack] = [fields[23], fields[25]];
  return code === undefined || stack === undefined ? null : `${code} ${stack}`;
}

/** What a process was called as, which everybody may know. */
function programCalled(pid: number): string | null {
  try {
    return basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0', 1)[0] ?? '');
  } catch {
    return null;
  }
}

const andOthers = (processes: number): string => (processes > 1 ? ` and ${processes - 1} more` : '');
