import type { Language } from '../../../shared/executors.ts';
import { languageOf, splitTask } from '../../../shared/task-path.ts';

/** The last part of a path of either kind of system, and what comes before it. */
export function splitPath(path: string): { readonly name: string; readonly folder: string } {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { name: path.slice(cut + 1), folder: cut <= 0 ? path.slice(0, cut + 1) : path.slice(0, cut) };
}

/** `.py` of `/tasks/hashing.py`: by it people know the language. */
export const endingOf = (path: string): string => /\.[^./\\]+$/.exec(path)?.[0] ?? '';

/** "CPU-bound: counts primes." is of the kind "CPU-bound". Summaries without a kind have an empty one. */
export function splitSummary(summary: string): { readonly kind: string; readonly text: string } {
  const [, kind = '', text = summary] = /^([^:.]{1,24}): (.+)$/s.exec(summary) ?? [];
  return { kind, text: `${text.charAt(0).toUpperCase()}${text.slice(1)}` };
}

/** The name of the function that a Python task is: the one that was named, else `task`, else the only one. Null: nobody can tell. */
export function functionOfTask(task: string, functions: readonly string[]): string | null {
  const { functionName } = splitTask(task);
  if (functionName !== null) return functionName;
  if (functions.includes('task')) return 'task';
  return functions.length === 1 ? (functions[0] ?? null) : null;
}

/** Of a task whose file cannot be one, too: what is wrong with it is said when it is looked at. */
export const languageOfTask = (task: string): Language => languageOf(splitTask(task).file) ?? 'node';
