import { extname } from 'node:path';
import { CorelaneError } from '../../../shared/errors.ts';
import { swaps, whatIfLimits, type WhatIfRequest } from '../../../shared/what-if.ts';
import { requireExistingCores } from '../lab/existing-cores.ts';
import { requireCommand } from '../profile/check-request.ts';

/** Refuses a request that no what-if can honour; `existing` are the cores this process may use. @throws CorelaneError usage. */
export function checkWhatIf(request: Omit<WhatIfRequest, 'out'>, existing: readonly number[]): void {
  const { script, args, cwd, swap, workers, repeat, cores } = request;
  requireCommand({ argv: [script, ...args], cwd });
  if (extname(script) !== '.py') {
    throw usage(
      `${script} is no Python script, and what-if swaps executors of Python scripts.`,
      'Name a file that ends in .py.',
    );
  }
  if (swap === null && workers === null) {
    throw usage('There is nothing to try.', `Say what to swap (${swaps.join(', ')}), or how many workers.`);
  }
  if (swap !== null && !swaps.includes(swap)) {
    throw usage(`There is no swap ${JSON.stringify(swap)}.`, `There are ${swaps.join(', ')}.`);
  }
  if (workers !== null) requireWithin('workers', workers, whatIfLimits.workers);
  requireWithin('repeats', repeat, whatIfLimits.repeat);
  if (cores !== null) requireExistingCores(cores, existing);
}

function requireWithin(what: string, value: number, { least, most }: { least: number; most: number }): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw usage(`The number of ${what} cannot be ${value}.`, `It is a whole number from ${least} to ${most}.`);
}

const usage = (message: string, remedy: string): CorelaneError => new CorelaneError('usage', message, remedy);
