import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { requireOption } from '../../../shared/node-options.ts';
import { parsePython, pythonStart, startedBy } from '../../../shared/python-start.ts';
import { traceVariable } from '../../../shared/trace-format.ts';
import { languageOfProgram } from './untraced-programs.ts';

/** Where hooks and traces of a run lie. */
export interface HookPlaces {
  /** To be the first on PYTHONPATH. */
  readonly python: string;
  /** The module that Node is to load; null: there is none, and a Node told to load it would not start. */
  readonly node: string | null;
  readonly traces: string;
}

type Changes = Readonly<Record<string, string | null>>;

/**
 * The changes to an environment that make Python and Node load the hooks: those that the user asked for, with ours before what their values
 * would have been.
 */
export function tracedEnvironment(
  asked: Changes,
  own: Readonly<Record<string, string | undefined>>,
  { python, node, traces }: HookPlaces,
): Changes {
  const was = (name: string): string => (name in asked ? asked[name] : own[name]) ?? '';
  const before = (first: string, name: string, separator: string): string =>
    was(name) === '' ? first : `${first}${separator}${was(name)}`;
  return {
    ...asked,
    // An empty part of PYTHONPATH would be the folder that the program runs in.
    PYTHONPATH: before(python, 'PYTHONPATH', delimiter),
    ...(node === null ? {} : { NODE_OPTIONS: before(requireOption(node), 'NODE_OPTIONS', ' ') }),
    [traceVariable]: traces,
  };
}

/**
 * The command that a traced program is started by: its own, or, where that is a Python whose options keep it from loading the hook, the same by
 * way of the script in `python`.
 */
export function tracedCommand(
  argv: readonly string[],
  cwd: string,
  { python }: Pick<HookPlaces, 'python'>,
): readonly string[] {
  const [name = '', ...words] = argv;
  if (languageOfProgram(name) !== 'python') return argv;
  const { options, ignoring, program } = parsePython(words);
  if (ignoring.length === 0 || program === null) return argv;
  // Python itself says best what is wrong with what it cannot open.
  const { kind, text } = program;
  if (kind === 's' && (text === '' || !existsSync(resolve(cwd, text)))) return argv;
  return [name, ...startedBy(join(python, pythonStart), words, options, program)];
}
