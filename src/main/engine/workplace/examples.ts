import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Example } from '../../../shared/workplace.ts';

/** The tasks that come with Corelane. They are read and not imported: nothing of theirs runs in the engine. */
export function findExamples(folder: string): readonly Example[] {
  return filesOf(folder)
    .filter((file) => /\.(ts|mjs|py)$/.test(file))
    .sort(byInterest)
    .map((file) => {
      const path = join(folder, file);
      return { path, name: basename(file, extname(file)), summary: summaryOf(readFileSync(path, 'utf8')) };
    });
}

/** The plainest cases come first, the last of these before all: of each language what only computes, and what only waits. */
const plainest = ['fetching.py', 'collatz.py', 'http-requests.mjs', 'primes.ts'];
const byInterest = (a: string, b: string): number =>
  plainest.indexOf(b) - plainest.indexOf(a) || (a < b ? -1 : 1);

/** The first sentence of the comment, or of Python's docstring, that a source begins with; empty when there is none. */
export function summaryOf(source: string): string {
  const [, block, docstring] = /^\s*(?:\/\*\*(.*?)\*\/|"""(.*?)""")/s.exec(source) ?? [];
  const comment = block ?? docstring ?? '';
  const text = comment.replaceAll(/^\s*\*[^\S\n]?/gm, '').trim();
  const paragraph = text.split(/\n\s*\n/, 1)[0] ?? '';
  const line = paragraph.replaceAll(/\s+/g, ' ');
  return /^.*?\.(?= |$)/.exec(line)?.[0] ?? line;
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // An installation may come without examples.
    return [];
  }
}
