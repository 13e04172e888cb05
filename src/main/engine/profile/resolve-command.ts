import { extname, resolve } from 'node:path';
import type { ProfileRequest } from '../../../shared/profile.ts';
import type { InspectedCommand } from '../../../shared/workplace.ts';
import { chooseNode } from '../executors/node-runtime.ts';
import { requirePython } from '../executors/python-runtime.ts';
import { fileAt, findProgram, notStartable, programsNamed, type ProgramPlace } from './find-program.ts';
import { requireStartable, runsItself } from './program-file.ts';

/** Endings of the scripts that run with Node or Python when they are all that is named. */
export const scriptLanguages: Readonly<Record<string, 'node' | 'python'>> = {
  '.js': 'node',
  '.mjs': 'node',
  '.cjs': 'node',
  '.ts': 'node',
  '.mts': 'node',
  '.cts': 'node',
  '.py': 'python',
};

export type CommandChoice = Pick<ProfileRequest, 'argv' | 'cwd' | 'env' | 'node' | 'python'>;

/**
 * What a command starts: a bare script's interpreter before it, and the program found as a shell would find it. Rejects with runner-failed
 * for what cannot be started, and interpreter-unusable.
 */
export async function resolveCommand(choice: CommandChoice): Promise<InspectedCommand> {
  const { argv, cwd } = choice;
  const place = { cwd, env: environmentOf(choice.env) };
  const [name = '', ...args] = argv;
  const script = resolve(cwd, name);
  const language = scriptLanguages[extname(name)];
  const isFile = fileAt(script)?.isFile() === true;
  if (language === undefined || (!isFile && isOnPath(name, place))) return asProgram(argv, place);
  if (fileAt(script)?.isDirectory() === true) {
    throw notStartable(`${script} is a folder, not a script.`, 'Name a script in it.');
  }
  if (!isFile) throw notStartable(`There is no file ${script}.`, 'Check the path of the script.');
  // In a folder that is not on PATH a script's name alone is no command, but here it is the script.
  if (runsItself(script)) return asProgram([name.includes('/') ? name : `./${name}`, ...args], place);
  return language === 'node' ? withNode(choice, script) : withPython(choice, place);
}

/** The environment of this process with the changes made. */
export function environmentOf(changes: ProfileRequest['env']): Readonly<Record<string, string | undefined>> {
  const env: Record<string, string | undefined> = { ...process.env };
  for (const [name, value] of Object.entries(changes)) env[name] = value ?? undefined;
  return env;
}

const isOnPath = (name: string, place: ProgramPlace): boolean =>
  !name.includes('/') && programsNamed(name, place).length > 0;

function asProgram(argv: readonly string[], place: ProgramPlace): InspectedCommand {
  const [name = ''] = argv;
  const program = findProgram(name, place);
  requireStartable(program, place);
  return { argv, program, interpreter: null };
}

async function withNode({ argv, node }: CommandChoice, script: string): Promise<InspectedCommand> {
  const { runtime, because } = await chooseNode(node, script);
  return {
    argv: [runtime.path, ...argv],
    program: runtime.path,
    interpreter: { language: 'node', version: runtime.version, because },
  };
}

async function withPython({ argv, python }: CommandChoice, place: ProgramPlace): Promise<InspectedCommand> {
  const [found] = python === null ? programsNamed('python3', place) : [python];
  if (found === undefined) {
    throw notStartable(
      `There is no python3 on PATH to run ${argv[0]}.`,
      'Install Python 3, or name one with --python.',
    );
  }
  const { path, version } = await requirePython(found);
  return {
    argv: [path, ...argv],
    program: path,
    interpreter: { language: 'python', version, because: null },
  };
}
