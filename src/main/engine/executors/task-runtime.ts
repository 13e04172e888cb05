import { fileURLToPath } from 'node:url';
import type { Language } from '../../../shared/executors.ts';
import type { TaskSource } from '../../../shared/worker-protocol.ts';
import type { WorkerEntries } from '../worker-entries.ts';
import { chooseNode } from './node-runtime.ts';
import { choosePython } from './python-runtime.ts';

/** The interpreter that runs a task. */
export interface TaskRuntime {
  readonly language: Language;
  readonly path: string;
  readonly version: string;
}

export interface ChosenRuntime {
  readonly runtime: TaskRuntime;
  /** Why it is not what the user would get by typing its name; null when it is. */
  readonly because: string | null;
}

/** Interpreters asked for; null: those on PATH. */
export interface InterpreterChoice {
  readonly node: string | null;
  readonly python: string | null;
}

/** The interpreter for a task by its language. Throws `interpreter-unusable`. */
export async function chooseRuntime(
  { language, path }: Pick<TaskSource, 'language' | 'path'>,
  { node, python }: InterpreterChoice,
): Promise<ChosenRuntime> {
  if (language === 'python') return choosePython(python, path);
  const { runtime, because } = await chooseNode(node, path);
  return { runtime: { language, path: runtime.path, version: runtime.version }, because };
}

/** How a runner of that language is started. Both speak the same protocol on descriptor 3. */
export function runnerCommand(
  { language, path }: TaskRuntime,
  { runner, pythonRunner }: WorkerEntries,
): { readonly command: string; readonly args: readonly string[] } {
  return {
    command: path,
    args: [fileURLToPath(language === 'python' ? pythonRunner : runner)],
  };
}
