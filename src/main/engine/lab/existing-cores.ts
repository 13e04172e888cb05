import { CorelaneError } from '../../../shared/errors.ts';

/** Refuses cores that are not among those this process may run on, and says which are. */
export function requireExistingCores(wanted: readonly number[], existing: readonly number[]): void {
  const missing = wanted.filter((core) => !existing.includes(core));
  if (missing.length === 0) return;
  throw new CorelaneError(
    'usage',
    `${missing.length === 1 ? 'Core' : 'Cores'} ${missing.join(', ')} cannot be used: Corelane may run on ${describeCores(existing)} of this machine.`,
    `Choose among them: --cores ${existing.slice(0, 4).join(',')}.`,
  );
}

/** Core numbers for people, runs as ranges: "core 0", "cores 0–3, 6". */
export function describeCores(cores: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const core of [...cores].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === core - 1) run.last = core;
    else runs.push({ first: core, last: core });
  }
  const text = runs.map(({ first, last }) =>
    first === last ? `${first}` : last === first + 1 ? `${first}, ${last}` : `${first}–${last}`,
  );
  return `${cores.length === 1 ? 'core' : 'cores'} ${text.join(', ')}`;
}
