import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Swap } from '../../../shared/what-if.ts';

/** A place in the script's code where tasks are handed over, or a pool is made. */
export interface Site {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

export const siteKey = ({ file, line }: Pick<Site, 'file' | 'line'>): string => `${file}:${line}`;

/** How the script is to run next; the file's form is in src/workers/python/corelane_hook/swap_plan.py. */
export interface SwapPlan {
  /** `guarded`: each call is checked first, but for those of these sites. `timed`: these sites are swapped, and nothing is checked. */
  readonly how: 'guarded' | 'timed';
  readonly swap: Swap | null;
  readonly workers: number | null;
  readonly sites: readonly Site[];
}

/** What a guarded run told. */
export interface GuardFacts {
  /** Sites that can be swapped as far as it saw, those refused later included. */
  readonly sites: readonly Site[];
  readonly refused: readonly { readonly site: Site; readonly reason: string }[];
  /** State of tasks that was not looked at whole. */
  readonly unchecked: readonly { readonly site: Site; readonly what: string }[];
  /** Modules of Python whose executors could not be swapped. */
  readonly unwoven: readonly { readonly module: string; readonly why: string }[];
}

/** The next run is as the script is; `folder` is that of the traces. */
export function planNothing(folder: string): void {
  rmSync(join(folder, planFile), { force: true });
}

export function planSwap(folder: string, { how, swap, workers, sites }: SwapPlan): void {
  rmSync(join(folder, factsFile), { force: true });
  const lines = sites.filter(({ file }) => !file.includes('\n')).map(({ file, line }) => `${line} ${file}`);
  const text = [how, swap ?? '-', String(workers ?? 0), ...lines].join('\n');
  writeFileSync(join(folder, planFile), `${text}\n`, { mode: 0o600 });
}

/** What the run that has ended told; nothing where it told nothing. */
export function readFacts(folder: string): GuardFacts {
  const facts = linesOf(join(folder, factsFile)).flatMap(factOf);
  const refused = facts.filter((fact) => fact.kind === 'refused');
  return {
    sites: distinct(facts.filter((fact) => fact.kind === 'site').map(({ site }) => site)),
    // The first reason of a site: workers may each find one.
    refused: distinct(refused.map(({ site }) => site)).map((site) => ({
      site,
      reason: refused.find((one) => siteKey(one.site) === siteKey(site))?.text ?? '',
    })),
    unchecked: facts
      .filter((fact) => fact.kind === 'unchecked')
      .map(({ site, text }) => ({ site, what: text })),
    unwoven: facts
      .filter((fact) => fact.kind === 'unwoven')
      .map(({ site, text }) => ({ module: site.file, why: text })),
  };
}

const planFile = 'swap';
const factsFile = 'swap-facts';

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

interface Fact {
  readonly kind: string;
  readonly site: Site;
  readonly text: string;
}

/** None of a line that was cut off. */
function factOf(line: string): readonly Fact[] {
  const value: unknown = parsed(line);
  if (typeof value !== 'object' || value === null) return [];
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (name: string): string => {
    const field = fields.get(name);
    return typeof field === 'string' ? field : '';
  };
  return [
    {
      kind: text('fact'),
      site: {
        file: text('file') || text('what'),
        line: Number(fields.get('line') ?? 0),
        function: text('function'),
      },
      text: text('reason') || text('why') || text('what'),
    },
  ];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const distinct = (sites: readonly Site[]): readonly Site[] =>
  [...new Map(sites.toReversed().map((site) => [siteKey(site), site])).values()].toReversed();
