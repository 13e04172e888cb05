import { type Command, Option } from 'commander';
import {
  defaultWhatIfRepeats,
  swaps,
  whatIfLimits,
  type Swap,
  type WhatIfRequest,
} from '../../../shared/what-if.ts';
import { requestLimits } from '../../engine/lab/check-request.ts';
import { integerListOption, integerOption, nameOption } from './option-values.ts';

export interface WhatIfOptions extends Omit<WhatIfRequest, 'cwd' | 'out'> {
  readonly cwd: string | null;
  /** Session file to write. Null: a new one in the data folder. */
  readonly out: string | null;
  readonly json: boolean;
}

export function registerWhatIf(program: Command): void {
  program
    .command('what-if')
    .summary('run an unmodified Python script with other executors, and compare')
    .description(
      'Runs an unmodified Python script as it is and with its executors swapped or resized, in turn, and says which is faster by how much. ' +
        'Before that it runs once under guard: calls that cannot be swapped, or whose tasks write state that others share, keep the executor ' +
        'that the script chose, and are named with the reason. If the variant prints something else or ends otherwise, no speed-up is claimed.',
    )
    .argument('<script.py>', 'script to run')
    .argument('[args...]', 'its arguments, behind --')
    .addOption(
      new Option('--swap <name>', `${swaps.join(', ')} (default: ${swaps[0]}, without --workers)`).argParser(
        nameOption('--swap', 'swap', swaps),
      ),
    )
    .addOption(
      new Option('--workers <n>', 'workers of every executor and pool (default: as in the script)').argParser(
        integerOption('--workers', whatIfLimits.workers),
      ),
    )
    .addOption(
      new Option('--repeat <n>', 'how often each side runs')
        .argParser(integerOption('--repeat', whatIfLimits.repeat))
        .default(defaultWhatIfRepeats),
    )
    .addOption(
      new Option('--cores <list>', 'cores to hold it on (default: all)').argParser(
        integerListOption('--cores', requestLimits.cores),
      ),
    )
    .option('--cwd <folder>', 'folder to run it in (default: this one)')
    .option('--python <path>', 'Python that runs it (default: its own, else python3 on PATH)')
    .option('--out <file>', 'session file (default: a new one in the data folder)')
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      `
The script runs 2 × --repeat + 2 times and more, with nothing on its stdin; what it prints goes to the session only. So do not try
a script that may not run twice. The ratio is that of wall times, variant / script: 0.5 is half the time.

Examples:
  corelane what-if crunch.py
  corelane what-if crunch.py --swap threads=processes --workers 4 -- --size 1000
  corelane what-if fetch.py --workers 16 --repeat 10`,
    )
    .action(async (script: string, args: readonly string[], typed: TypedOptions) => {
      const { conductWhatIf } = await import('./what-if-conduct.ts');
      await conductWhatIf(whatIfOptions(script, args, typed));
    });
}

/** The options as Commander gives them: those not typed are absent. */
interface TypedOptions {
  readonly swap?: Swap;
  readonly workers?: number;
  readonly repeat: number;
  readonly cores?: readonly number[];
  readonly cwd?: string;
  readonly python?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const whatIfOptions = (script: string, args: readonly string[], typed: TypedOptions): WhatIfOptions => ({
  script,
  args,
  swap: typed.swap ?? (typed.workers === undefined ? swaps[0] : null),
  workers: typed.workers ?? null,
  repeat: typed.repeat,
  cores: typed.cores ?? null,
  cwd: typed.cwd ?? null,
  python: typed.python ?? null,
  out: typed.out ?? null,
  json: typed.json ?? false,
});
