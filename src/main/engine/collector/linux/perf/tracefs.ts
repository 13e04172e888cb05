import { readFileSync } from 'node:fs';

/** Where the kernel shows its tracepoints: the one of today, the one of old. */
const mounts = ['/sys/kernel/tracing', '/sys/kernel/debug/tracing'];

/** Where the tracepoint `sched_waking` keeps its fields, in bytes. */
export interface WakingFormat {
  readonly id: number;
  readonly flagsOffset: number;
  /** The thread that is made ready. */
  readonly tidOffset: number;
  /** Where it ran last. */
  readonly coreOffset: number;
}

/** The tracepoint's number and fields; else why they are not known: the file system is missing, or not to be read. */
export function wakingFormat(): WakingFormat | 'not-mounted' | 'not-readable' {
  let refused = false;
  for (const mount of mounts) {
    try {
      const format = parseWakingFormat(readFileSync(`${mount}/events/sched/sched_waking/format`, 'utf8'));
      if (format !== null) return format;
    } catch (error) {
      refused ||= !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
    }
  }
  return refused ? 'not-readable' : 'not-mounted';
}

/** Null when a field is missing. */
export function parseWakingFormat(text: string): WakingFormat | null {
  const id = Number(/^ID: (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
  const flagsOffset = offsetOf(text, 'common_flags');
  const tidOffset = offsetOf(text, 'pid');
  const coreOffset = offsetOf(text, 'target_cpu');
  if ([id, flagsOffset, tidOffset, coreOffset].some((value) => Number.isNaN(value))) return null;
  return { id, flagsOffset, tidOffset, coreOffset };
}

const offsetOf = (text: string, field: string): number =>
  Number(new RegExp(`^\\s*field:[^;]*\\b${field};\\s*offset:(\\d+);`, 'm').exec(text)?.[1] ?? Number.NaN);
