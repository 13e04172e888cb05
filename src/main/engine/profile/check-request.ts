import { CorelaneError } from '../../../shared/errors.ts';
import type { ProfileRequest } from '../../../shared/profile.ts';
import { requireExistingCores } from '../lab/existing-cores.ts';
import { fileAt } from './find-program.ts';

/**
 * Refuses a request that no profile can honour; `existing` are the cores this process may use. Whether the program can be started is
 * found out later. @throws CorelaneError usage.
 */
export function checkProfile(
  request: Pick<ProfileRequest, 'argv' | 'cwd' | 'env' | 'cores' | 'trace' | 'cpuProfile'>,
  existing: readonly number[],
): void {
  const { env, cores, trace, cpuProfile } = request;
  requireCommand(request);
  for (const [name, value] of Object.entries(env)) requireVariable(name, value);
  if (cpuProfile === true && trace === false) {
    throw usage(
      'CPU samples are taken by what is loaded into the program to trace its tasks, which was declined.',
      'Trace it (without --no-trace), or take no CPU samples (without --cpu-profile).',
    );
  }
  if (cores === null) return;
  if (cores.length === 0) {
    throw usage('No cores are chosen.', 'Choose at least one, or leave it to Corelane.');
  }
  requireExistingCores(cores, existing);
}

/** The part of it that makes a command. @throws CorelaneError usage. */
export function requireCommand({ argv, cwd }: Pick<ProfileRequest, 'argv' | 'cwd'>): void {
  if (argv.length === 0 || argv[0] === '') {
    throw usage('There is no command to run.', 'Name a program or a script: corelane profile -- COMMAND.');
  }
  if (argv.some((word) => word.includes('\0'))) {
    throw usage('A word of the command has a zero byte in it, which no program can be given.', 'Remove it.');
  }
  const folder = fileAt(cwd);
  if (folder?.isDirectory() === true) return;
  throw usage(
    folder === null ? `There is no folder ${cwd}.` : `${cwd} is not a folder.`,
    'Choose the folder that the program is to run in (--cwd).',
  );
}

function requireVariable(name: string, value: string | null): void {
  if (name !== '' && !/[=\0]/.test(name) && value?.includes('\0') !== true) return;
  throw usage(
    `${JSON.stringify(name)} cannot be set in an environment.`,
    'A variable has a name without "=", and a value without zero bytes: --env NAME=VALUE.',
  );
}

const usage = (message: string, remedy: string): CorelaneError => new CorelaneError('usage', message, remedy);
