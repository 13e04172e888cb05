import { counted, formatBytes } from '../../../shared/figures.ts';
import type { PrintedOutput } from './printed-output.ts';

export interface ComparedOutput {
  /** How the variants' output differs from the script's own beyond how that differs from run to run; one sentence for each way. */
  readonly differences: readonly string[];
  /** In which way outputs were comparable only in part. */
  readonly warnings: readonly string[];
}

/**
 * Compares what variants printed with what the script's own runs did. Where these are the same byte by byte, so must the variants' be. Where they
 * differ, lines that all of them have must be in the variants' as often; other lines are compared without their numbers, in order where that is the
 * same in all of them.
 */
export function compareOutput(
  baselines: readonly PrintedOutput[],
  variants: readonly PrintedOutput[],
): ComparedOutput {
  const [first] = baselines;
  if (first === undefined || variants.length === 0) return { differences: [], warnings: [] };
  const expected = ownHabits(baselines);
  if (typeof expected === 'string') return { differences: [expected], warnings: [] };
  const differences = variants.flatMap((variant) => {
    const difference =
      expected === null ? exactDifference(first, variant) : looseDifference(expected, variant);
    return difference === null ? [] : [difference];
  });
  return {
    differences: [...new Set(differences)],
    warnings: expected === null ? [] : [habitsText(expected)],
  };
}

/** How the script's own output is from run to run. */
interface Habits {
  /** Lines of the first, and of each run's lines what all have alike. */
  readonly lines: number;
  readonly stable: ReadonlyMap<string, number>;
  /** The others without their numbers, and how often. */
  readonly shapes: ReadonlyMap<string, number>;
  /** All lines without their numbers; null: their order differs from run to run. */
  readonly order: readonly string[] | null;
}

/** Null: each run prints the same. A sentence: nothing can be compared. */
function ownHabits(baselines: readonly PrintedOutput[]): Habits | string | null {
  if (new Set(baselines.map(({ sha256 }) => sha256)).size === 1) return null;
  const [first, ...others] = baselines.map(({ text }) => (text === null ? null : text.split('\n')));
  if (first === undefined || first === null || others.includes(null)) {
    const bytes = Math.max(...baselines.map((baseline) => baseline.bytes));
    return `The script's own output differs from run to run, and at ${formatBytes(bytes)} it is too long to be compared line by line, so whether the variant does the same cannot be told.`;
  }
  const rest = others.filter((lines) => lines !== null);
  const stable = rest.reduce((all, lines) => inBoth(all, occurrences(lines)), occurrences(first));
  const shapes = shapesBeyond(first, stable);
  if (rest.some((lines) => !isSame(shapesBeyond(lines, stable), shapes))) {
    return "The script's own output differs from run to run, and in more than numbers and the order of lines, so whether the variant does the same cannot be told.";
  }
  const order = first.map(withoutNumbers);
  const keepsOrder = rest.every((lines) => lines.every((line, at) => withoutNumbers(line) === order[at]));
  return { lines: first.length, stable, shapes, order: keepsOrder ? order : null };
}

function exactDifference(baseline: PrintedOutput, variant: PrintedOutput): string | null {
  if (baseline.sha256 === variant.sha256) return null;
  if (baseline.text === null || variant.text === null) {
    return `The variant prints something else: ${formatBytes(variant.bytes)}, and the script ${formatBytes(baseline.bytes)}.`;
  }
  const [own, other] = [baseline.text.split('\n'), variant.text.split('\n')];
  if (isSame(occurrences(own), occurrences(other))) {
    const at = own.findIndex((line, index) => line !== other[index]);
    return `The variant prints the same lines in another order, from line ${at + 1} on.`;
  }
  const at = own.findIndex((line, index) => line !== other[index]);
  return differingLine(at === -1 ? own.length : at, own, other);
}

function looseDifference({ stable, shapes, order }: Habits, variant: PrintedOutput): string | null {
  if (variant.text === null) {
    return `The variant prints ${formatBytes(variant.bytes)}, too much to be compared.`;
  }
  const lines = variant.text.split('\n');
  const own = occurrences(lines);
  for (const [line, count] of stable) {
    if ((own.get(line) ?? 0) < count)
      return `The variant does not print a line that the script always prints: ${quoted(line)}.`;
  }
  if (!isSame(shapesBeyond(lines, stable), shapes)) {
    return 'The variant prints other lines than the script, and they differ in more than numbers.';
  }
  const keepsOrder = order === null || lines.every((line, at) => withoutNumbers(line) === order[at]);
  return keepsOrder ? null : 'The variant prints its lines in another order, which the script always keeps.';
}

function habitsText({ lines, stable, shapes, order }: Habits): string {
  const loose = [...shapes.values()].reduce((sum, count) => sum + count, 0);
  const inOrder = order === null ? ', and in another order' : '';
  return `The script itself prints something else in each run${inOrder}: of ${counted(lines, 'line')}, ${loose} ${loose === 1 ? 'was' : 'were'} compared without ${loose === 1 ? 'its' : 'their'} numbers${stable.size === 0 ? '' : ', the others as they are'}. A wrong number in those would not be noticed.`;
}

function differingLine(at: number, own: readonly string[], other: readonly string[]): string {
  const [line, instead] = [own[at], other[at]];
  if (instead === undefined)
    return `The variant prints less: line ${at + 1} of the script, ${quoted(line ?? '')}, is missing.`;
  if (line === undefined)
    return `The variant prints more than the script: line ${at + 1} is ${quoted(instead)}.`;
  return `The variant prints something else: line ${at + 1} is ${quoted(instead)}, and of the script ${quoted(line)}.`;
}

const longest = 80;

const quoted = (line: string): string =>
  JSON.stringify(line.length > longest ? `${line.slice(0, longest - 1)}…` : line);

/** Addresses and numbers are one sign, and how wide they stand does not matter. */
const withoutNumbers = (line: string): string =>
  line.replaceAll(/0x[\da-f]+|[-+]?(?:\d[\d.,:]*|\.\d+)(?:e[-+]?\d+)?/gi, '#').replaceAll(/\s+/g, ' ');

function occurrences(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

const inBoth = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> =>
  new Map(
    [...a].flatMap(([line, count]) => {
      const both = Math.min(count, b.get(line) ?? 0);
      return both === 0 ? [] : [[line, both]];
    }),
  );

function shapesBeyond(
  lines: readonly string[],
  stable: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const left = new Map(stable);
  const rest: string[] = [];
  for (const line of lines) {
    const free = left.get(line) ?? 0;
    if (free > 0) left.set(line, free - 1);
    else rest.push(withoutNumbers(line));
  }
  return occurrences(rest);
}

const isSame = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean =>
  a.size === b.size && [...a].every(([line, count]) => b.get(line) === count);
