import { Option } from 'commander';
import type { Command } from 'commander';
import { objectives, preferences } from '../../../shared/experiment.ts';
import type { LabRequest } from '../../../shared/experiment.ts';
import { allExecutors } from '../../../shared/executors.ts';
import { pinPolicies } from '../../../shared/lab-report.ts';
import { requestLimits } from '../../engine/lab/check-request.ts';
import {
  durationOption,
  integerListOption,
  integerOption,
  nameListOption,
  nameOption,
} from './option-values.ts';

/** What `corelane lab` was asked to do, checked as far as it can be without looking at the task. */
export interface LabOptions extends Omit<LabRequest, 'out'> {
  /** Session file to write. Null: a new one in the data folder. */
  readonly out: string | null;
  readonly json: boolean;
}

export function registerLab(program: Command): void {
  program
    .command('lab')
    .summary('run a task under every executor and say which to use')
    .description(
      'Runs a task function under each executor and worker count, pinned to chosen cores, interleaved and ' +
        'repeated; measures every task; ranks them and says which to use. Keeps all of it as a session.',
    )
    .argument('TASK', 'task module (.js .mjs .ts) whose default export is the function, or file.py:function')
    .addOption(
      parsed(
        '--executors <names>',
        'names of executors, as the result lists them (default: all that can run)',
        executorList,
      ),
    )
    .addOption(
      parsed(
        '--workers <counts>',
        'worker counts to try, 1 to 1024 each (default: what suits the task and the cores)',
        workerList,
      ),
    )
    .addOption(parsed('--cores <list>', 'cores to measure on (default: all)', coreList))
    .addOption(
      parsed(
        '--pin <policy>',
        'each: worker i on its own core; set: all on the cores; none',
        pinPolicy,
      ).default('each'),
    )
    .addOption(parsed('--tasks <n>', 'tasks per trial (default: all finite inputs)', atLeastOne('--tasks')))
    .addOption(
      parsed(
        '--repeat <n>',
        'exactly so many trials of each configuration (default: until figures are known to 5 %)',
        atLeastOne('--repeat'),
      ),
    )
    .addOption(
      parsed('--task-timeout <duration>', 'give a task up after this', durationOption('--task-timeout')),
    )
    .addOption(
      parsed(
        '--budget <duration>',
        'time for the whole lab (default: 60s, none with --repeat)',
        durationOption('--budget'),
      ),
    )
    .addOption(
      parsed('--objective <name>', `rank by ${objectives.join(', ')}`, objective).default('throughput'),
    )
    .addOption(
      parsed(
        '--prefer <style>',
        'async or sync: recommend from that half, and say what it costs',
        preference,
      ),
    )
    .addOption(
      new Option(
        '--async-variant <file:fn>',
        'the same work as an async function, which event loops run instead of the task',
      ),
    )
    .option('--inputs <file>', "inputs in place of the task's own")
    .option('--node <path>', 'Node that runs the task (default: the one on PATH)')
    .option(
      '--python <path>',
      'Python that runs the task (default: its virtual environment, else the one on PATH)',
    )
    .option('--out <file>', 'session file (default: a new one in the data folder)')
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      `
Durations: 500ms, 1.5s, 2m; a bare number is seconds.

Examples:
  corelane lab examples/primes.ts
  corelane lab task.mjs --executors thread-pool,process-pool --workers 1,2,4
  corelane lab crawl.py:fetch --python ~/.venv/bin/python
  corelane lab task.mjs --cores 0,1 --pin set --repeat 5 --out run.corelane
  corelane lab task.mjs --tasks 200 --task-timeout 2s --budget 1m --json
  corelane lab load.py:load --async-variant load.py:load_async --prefer sync`,
    )
    .action(async (task: string, typed: TypedOptions) => {
      const { conductLab } = await import('./lab-conduct.ts');
      await conductLab(labOptions(task, typed));
    });
}

/** The options as Commander gives them: those not typed are absent. */
type TypedOptions = {
  readonly [Key in keyof Omit<LabOptions, 'task'>]?: Exclude<LabOptions[Key], null>;
} & Pick<LabOptions, 'pin' | 'objective' | 'json'>;

const labOptions = (task: string, typed: TypedOptions): LabOptions => ({
  task,
  executors: typed.executors ?? null,
  workers: typed.workers ?? null,
  cores: typed.cores ?? null,
  pin: typed.pin,
  tasks: typed.tasks ?? null,
  repeat: typed.repeat ?? null,
  taskTimeout: typed.taskTimeout ?? null,
  budget: typed.budget ?? null,
  objective: typed.objective,
  prefer: typed.prefer ?? null,
  asyncVariant: typed.asyncVariant ?? null,
  inputs: typed.inputs ?? null,
  node: typed.node ?? null,
  python: typed.python ?? null,
  out: typed.out ?? null,
  json: typed.json ?? false,
});

const executorList = nameListOption('--executors', 'executor', allExecutors);
const workerList = integerListOption('--workers', requestLimits.workers);
const coreList = integerListOption('--cores', requestLimits.cores);
const pinPolicy = nameOption('--pin', 'pin policy', pinPolicies);
const objective = nameOption('--objective', 'objective', objectives);
const preference = nameOption('--prefer', 'preference', preferences);
const atLeastOne = (option: string) => integerOption(option, requestLimits.counts);

const parsed = (flags: string, description: string, parse: (text: string) => unknown): Option =>
  new Option(flags, description).argParser(parse);
