import type { Language } from './executors.ts';

/** How a task is named: `FILE`, or `FILE:FUNCTION` for a function of a module. */

const endings: Readonly<Record<string, Language>> = {
  '.js': 'node',
  '.mjs': 'node',
  '.cjs': 'node',
  '.ts': 'node',
  '.mts': 'node',
  '.cts': 'node',
  '.py': 'python',
};

/** Endings of the files that can be a task. */
export const taskEndings: readonly string[] = Object.keys(endings);

/** The language of a file by its ending; null: none that can be a task. */
export const languageOf = (file: string): Language | null =>
  endings[/\.[^./\\]+$/.exec(file)?.[0] ?? ''] ?? null;

/** `FILE:FUNCTION` in its parts. A colon that no name follows belongs to the file. */
export function splitTask(task: string): { readonly file: string; readonly functionName: string | null } {
  const found = /^(.*\.[^./\\:]+):([\p{ID_Start}_$][\p{ID_Continue}$.]*)$/u.exec(task);
  const [, file, functionName] = found ?? [];
  return file === undefined || functionName === undefined || languageOf(file) === null
    ? { file: task, functionName: null }
    : { file, functionName };
}
