import type { TraceStrings } from '../../../shared/trace-format.ts';
import type { StringFile } from './string-file.ts';

/** What each kind of string is, as far as it is what it should be; null: it is not, or there is none. Other programs wrote it. */

export function placeAt(strings: StringFile, number: number): TraceStrings['place'] | null {
  const { name, file, line } = fieldsOf(strings.at(number));
  return isText(name) && isText(file) && isCount(line) ? { name, file, line } : null;
}

export function errorAt(strings: StringFile, number: number): TraceStrings['error'] | null {
  const { type, message } = fieldsOf(strings.at(number));
  return isText(type) && isText(message) ? { type, message } : null;
}

export function poolAt(strings: StringFile, number: number): TraceStrings['pool'] | null {
  const { name, scope, workers } = fieldsOf(strings.at(number));
  return isText(name) && isText(scope) && isCount(workers) ? { name, scope, workers } : null;
}

export function nameAt(strings: StringFile, number: number): TraceStrings['name'] | null {
  const name = strings.at(number);
  return isText(name) ? name : null;
}

export function programAt(strings: StringFile, number: number): TraceStrings['program'] | null {
  const { runtime, executable, argv } = fieldsOf(strings.at(number));
  if (!isText(runtime) || !isText(executable) || !Array.isArray(argv)) return null;
  return { runtime, executable, argv: argv.filter(isText) };
}

export function stackAt(strings: StringFile, number: number): TraceStrings['stack'] | null {
  const { frame, caller } = fieldsOf(strings.at(number));
  const { name, file, line } = fieldsOf(frame);
  if (!isText(name) || !isText(file) || !isCount(line) || !isCount(caller)) return null;
  return { frame: { name, file, line }, caller };
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => typeof value === 'number';
