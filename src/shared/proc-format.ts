import { type Nanoseconds, asNanoseconds } from './units.ts';

/**
 * The text of Linux's /proc files, as figures. Every parser answers null for text it does not
 * recognise: a file cut short by the end of its thread, or a kernel that prints something else.
 */

/** /proc counts in USER_HZ, which is 100 on every architecture that Node runs on, whatever the kernel's own tick. */
export const nanosecondsPerTick = 1e7;

/** /proc/PID/task/TID/schedstat. */
export interface RunTimes {
  readonly onCpuNs: number;
  readonly runDelayNs: number;
  /** How often the thread was put on a core; unchanged means that it has not run since. */
  readonly timeslices: number;
}

export function parseSchedstat(text: string): RunTimes | null {
  const [onCpuNs, runDelayNs, timeslices] = numbersIn(text, 0, text.length);
  if (onCpuNs === undefined || runDelayNs === undefined || timeslices === undefined) return null;
  return { onCpuNs, runDelayNs, timeslices };
}

/** What is used of /proc/PID/stat and /proc/PID/task/TID/stat. */
export interface TaskStat {
  readonly name: string;
  readonly ppid: number;
  /** Time of birth in ticks since boot: with the tid it identifies a thread, because tids are used again. */
  readonly startTicks: number;
  /** The core it runs on, or ran on last. */
  readonly core: number;
}

/** Fields are counted from behind the name, which may itself hold spaces and parentheses. */
export function parseStat(text: string): TaskStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const ppidAt = skipFields(text, close, 2);
  const startAt = skipFields(text, ppidAt, 18);
  const ppid = fieldAt(text, ppidAt);
  const startTicks = fieldAt(text, startAt);
  const core = fieldAt(text, skipFields(text, startAt, 17));
  if (ppid === null || startTicks === null || core === null) return null;
  return { name: text.slice(open + 1, close), ppid, startTicks, core };
}

/** Of /proc/PID/stat: CPU time of the children that have ended and were waited for, in steps of a tick. */
export function parseChildrenTime(text: string): Nanoseconds | null {
  const userAt = skipFields(text, text.lastIndexOf(')'), 14);
  const user = fieldAt(text, userAt);
  const system = fieldAt(text, skipFields(text, userAt, 1));
  return user === null || system === null ? null : ticks(user + system);
}

/** Context switches of one thread; `migrations` is null where the file does not tell. */
export interface SwitchCounts {
  readonly voluntarySwitches: number;
  readonly involuntarySwitches: number;
  readonly migrations: number | null;
}

/** /proc/PID/task/TID/sched, which only kernels built with SCHED_DEBUG have. */
export function parseSched(text: string): SwitchCounts | null {
  return switchCounts(
    labelled(text, 'nr_voluntary_switches'),
    labelled(text, 'nr_involuntary_switches'),
    labelled(text, 'se.nr_migrations'),
  );
}

/** /proc/PID/task/TID/status. */
export function parseStatus(text: string): SwitchCounts | null {
  return switchCounts(
    labelled(text, 'voluntary_ctxt_switches'),
    labelled(text, 'nonvoluntary_ctxt_switches'),
    null,
  );
}

/** Resident pages of /proc/PID/statm. */
export const parseResidentPages = (text: string): number | null => fieldAt(text, skipFields(text, 0, 1));

/** The newest pid or tid that was given out, from /proc/loadavg: unchanged means that nothing was started since. */
export const parseNewestTask = (text: string): number | null => fieldAt(text, skipFields(text, 0, 4));

/** The soft limit of open files in /proc/self/limits. */
export function parseOpenFileLimit(text: string): number | null {
  const soft = /^Max open files\s+(\S+)/m.exec(text)?.[1];
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : figure(soft);
}

/** Cumulative time of one core in each state. The five add up to the time that passed. */
export interface CoreTimes {
  readonly core: number;
  readonly userNs: Nanoseconds;
  readonly systemNs: Nanoseconds;
  readonly iowaitNs: Nanoseconds;
  readonly stealNs: Nanoseconds;
  readonly idleNs: Nanoseconds;
}

/**
 * The per-core lines of /proc/stat, in steps of one tick. Nice is user time, interrupts are system time;
 * the guest columns are left out because the kernel has already counted them as user time.
 */
export function parseCoreTimes(text: string): CoreTimes[] {
  const cores: CoreTimes[] = [];
  // The first line sums the others up; the lines after the cores' are the longest, and of no interest.
  for (let at = lineEnd(text, 0) + 1; text.startsWith('cpu', at); at = lineEnd(text, at) + 1) {
    const [core, user, nice, system, idle, iowait = 0, irq = 0, softirq = 0, steal = 0] = numbersIn(
      text,
      at,
      lineEnd(text, at),
    );
    if (core === undefined || user === undefined || nice === undefined) continue;
    if (system === undefined || idle === undefined) continue;
    cores.push({
      core,
      userNs: ticks(user + nice),
      systemNs: ticks(system + irq + softirq),
      iowaitNs: ticks(iowait),
      stealNs: ticks(steal),
      idleNs: ticks(idle),
    });
  }
  return cores;
}

const ticks = (count: number): Nanoseconds => asNanoseconds(count * nanosecondsPerTick);

function figure(text: string | undefined): number | null {
  if (text === undefined || text === '' || text === '\n') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** The runs of digits in a part of the text, in order. */
function numbersIn(text: string, from: number, to: number): number[] {
  const numbers: number[] = [];
  let value = -1;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (digit >= 0 && digit <= 9) {
      value = (value < 0 ? 0 : value * 10) + digit;
    } else if (value >= 0) {
      numbers.push(value);
      value = -1;
    }
  }
  if (value >= 0) numbers.push(value);
  return numbers;
}

const zero = '0'.charCodeAt(0);

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/**
 * Where the field begins that is `count` blanks behind `from`; the text's end when there is none. These files
 * are parsed thousands of times a second, and splitting one costs more than reading it.
 */
function skipFields(text: string, from: number, count: number): number {
  let at = from;
  for (let skipped = 0; skipped < count; skipped++) {
    const blank = text.indexOf(' ', at);
    if (blank < 0) return text.length;
    at = blank + 1;
  }
  return at;
}

function fieldAt(text: string, at: number): number | null {
  const end = text.indexOf(' ', at);
  return figure(text.slice(at, end < 0 ? text.length : end));
}

/** The figure on the line `label : figure`. */
function labelled(text: string, label: string): number | null {
  let at = text.indexOf(label);
  // A label may be the tail of another one: voluntary_ctxt_switches of nonvoluntary_ctxt_switches.
  while (at > 0 && text[at - 1] !== '\n') at = text.indexOf(label, at + 1);
  if (at < 0) return null;
  const colon = text.indexOf(':', at);
  return colon < 0 ? null : figure(text.slice(colon + 1, lineEnd(text, at)).trim());
}

function switchCounts(
  voluntary: number | null,
  involuntary: number | null,
  migrations: number | null,
): SwitchCounts | null {
  if (voluntary === null || involuntary === null) return null;
  return { voluntarySwitches: voluntary, involuntarySwitches: involuntary, migrations };
}
