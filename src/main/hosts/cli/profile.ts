import { Option } from 'commander';
import type { Command } from 'commander';
import { requestLimits } from '../../engine/lab/check-request.ts';
import { integerListOption } from './option-values.ts';
import { usageError } from './usage.ts';

/** What `corelane profile` was asked to do, checked as far as it can be without looking for the program. */
export interface ProfileOptions {
  readonly argv: readonly string[];
  readonly cores: readonly number[] | null;
  /** As typed. Null: the folder it was typed in. */
  readonly cwd: string | null;
  readonly env: Readonly<Record<string, string | null>>;
  readonly node: string | null;
  readonly python: string | null;
  /** Session file to write. Null: a new one in the data folder. */
  readonly out: string | null;
  readonly json: boolean;
  /** Whether tasks of Python and Node programs are traced. */
  readonly trace: boolean;
  /** Whether CPU samples are taken of them. */
  readonly cpuProfile: boolean;
}

export function registerProfile(program: Command): void {
  program
    .command('profile')
    .summary('run any command and record what its processes, threads and tasks do')
    .description(
      'Runs a command unmodified, follows its whole process tree, records what each thread did on which core, and keeps it as a ' +
        'session; of Python and Node programs, also each task that they hand to a thread, a pool, a process or an event loop. ' +
        'A bare script (.py .js .mjs .cjs .ts) runs with Python or Node. The summary goes to stderr.',
    )
    .argument('COMMAND...', 'program and its arguments; options after it are its own')
    .passThroughOptions()
    .addOption(
      new Option('--cores <list>', 'cores to hold it on (default: all)').argParser(
        integerListOption('--cores', requestLimits.cores),
      ),
    )
    .option('--cwd <folder>', 'folder to run it in (default: this one)')
    .addOption(
      new Option('--env <name=value>', 'set a variable of its environment; repeatable').argParser(
        withVariable,
      ),
    )
    .addOption(
      new Option('--unset <name>', 'take a variable out of its environment; repeatable').argParser(
        withoutVariable,
      ),
    )
    .option('--node <path>', 'Node that runs a bare script (default: the one on PATH)')
    .option('--python <path>', 'Python that runs a bare script (default: python3 on PATH)')
    .option('--no-trace', 'do not trace tasks: nothing is loaded into the program')
    .option(
      '--cpu-profile',
      'also take CPU samples of Python (100 a second) and Node (1000 a second): which functions the time went to',
    )
    .option('--out <file>', 'session file (default: a new one in the data folder)')
    .option('--json', "print the result as one JSON object; the program's output goes to the session only")
    .addHelpText(
      'after',
      `
Ctrl-C goes to the program. Three within two seconds end it and all that it started.
Tasks are traced from a program's start on, so what runs already cannot be joined: start it under this command.

CPU samples (--cpu-profile) say which functions the time went to. They cost Python programs a few hundredths of their CPU time at most,
Node programs about a twentieth, and each start of a Node about 40 ms. Of Python a sample carries the CPU time that its thread used, but
threads are seen only where they can give the GIL away: what they did since they were last seen counts for the function they are in by
then. Of Node they are V8's own, in wall time: waiting inside a function counts as that function.

Examples:
  corelane profile -- python3 train.py --epochs 3
  corelane profile script.py
  corelane profile --cores 0,1 --env OMP_NUM_THREADS=2 -- ./simulate input.txt
  corelane profile --json --out run.corelane -- make -j4`,
    )
    .action(async (argv: readonly string[], typed: TypedOptions) => {
      const { conductProfile } = await import('./profile-conduct.ts');
      await conductProfile(profileOptions(argv, typed));
    });
}

type Environment = ProfileOptions['env'];

/** The options as Commander gives them: those not typed are absent. */
interface TypedOptions {
  readonly cores?: readonly number[];
  readonly cwd?: string;
  readonly env?: Environment;
  readonly unset?: Environment;
  readonly node?: string;
  readonly python?: string;
  readonly out?: string;
  readonly json?: boolean;
  /** False with --no-trace, else true. */
  readonly trace?: boolean;
  readonly cpuProfile?: boolean;
}

const profileOptions = (argv: readonly string[], typed: TypedOptions): ProfileOptions => ({
  argv,
  cores: typed.cores ?? null,
  cwd: typed.cwd ?? null,
  env: { ...typed.unset, ...typed.env },
  node: typed.node ?? null,
  python: typed.python ?? null,
  out: typed.out ?? null,
  json: typed.json ?? false,
  trace: typed.trace ?? true,
  cpuProfile: typed.cpuProfile ?? false,
});

function withVariable(text: string, previous: Environment = {}): Environment {
  const at = text.indexOf('=');
  if (at > 0) return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
  throw usageError(
    `--env cannot be ${JSON.stringify(text)}.`,
    'Write --env NAME=VALUE; NAME= sets it to nothing, and --unset NAME takes it away.',
  );
}

function withoutVariable(name: string, previous: Environment = {}): Environment {
  if (name !== '' && !name.includes('=')) return { ...previous, [name]: null };
  throw usageError(`--unset cannot be ${JSON.stringify(name)}.`, "It takes a variable's name: --unset NAME.");
}
