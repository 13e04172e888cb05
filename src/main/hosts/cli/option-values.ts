import { durationSyntax, parseDuration } from '../../../shared/durations.ts';
import { nearestName } from '../../../shared/nearest-name.ts';
import type { Nanoseconds } from '../../../shared/units.ts';
import type { IntegerRange } from '../../engine/lab/check-request.ts';
import { usageError } from './usage.ts';

/**
 * Parsers of option values. Each takes the option's name for its message and gives a function from the
 * typed text to the value; what is wrong with the text is thrown as a usage error that says what would be right.
 */

/** A whole number in decimal digits within the range, both ends included. */
export const integerOption =
  (option: string, range: IntegerRange) =>
  (text: string): number => {
    const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= range.least && value <= range.most) return value;
    throw usageError(
      `${option} cannot be ${text.trim() === '' ? 'empty' : text.trim()}.`,
      `It takes ${describeRange(range)}.`,
    );
  };

/** Whole numbers separated by commas, each within the range, in the order given and without repetition. */
export const integerListOption =
  (option: string, range: IntegerRange) =>
  (text: string): readonly number[] => {
    const parse = integerOption(option, range);
    return [...new Set(items(option, text, '1,2,4').map((item) => parse(item)))];
  };

/** One of the known names. */
export const nameOption =
  <Name extends string>(option: string, kind: string, known: readonly Name[]) =>
  (text: string): Name => {
    const name = known.find((candidate) => candidate === text.trim());
    if (name !== undefined) return name;
    const nearest = nearestName(text.trim(), known);
    const listed = `${option} takes ${known.join(', ')}.`;
    throw usageError(
      `There is no ${kind} ${quote(text)}.`,
      nearest === null ? listed : `Did you mean ${nearest}? ${listed}`,
    );
  };

/** Known names separated by commas, in the order given and without repetition. */
export const nameListOption =
  <Name extends string>(option: string, kind: string, known: readonly Name[]) =>
  (text: string): readonly Name[] => {
    const parse = nameOption(option, kind, known);
    return [...new Set(items(option, text, known.slice(0, 2).join(',')).map((item) => parse(item)))];
  };

/** A duration longer than nothing. */
export const durationOption =
  (option: string) =>
  (text: string): Nanoseconds => {
    const duration = parseDuration(text);
    if (duration !== null && duration > 0) return duration;
    throw usageError(
      duration === null
        ? `${option} is ${quote(text)}, which is not a duration.`
        : `${option} is ${quote(text)}, and no time at all is too short.`,
      `Write ${durationSyntax}.`,
    );
  };

function items(option: string, text: string, example: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every((part) => part !== '')) return parts;
  throw usageError(
    `${option} is ${quote(text)}, a list with an empty place.`,
    `Separate the values by single commas: ${option} ${example}.`,
  );
}

const describeRange = ({ least, most }: IntegerRange): string =>
  most === Number.MAX_SAFE_INTEGER
    ? `whole numbers from ${least} up`
    : `whole numbers from ${least} to ${most}`;

const quote = (text: string): string => JSON.stringify(text);
