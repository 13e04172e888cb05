import type { Configuration } from '../../../../shared/experiment.ts';
import { familyOf } from '../../../../shared/executors.ts';
import type { Recipe } from '../../../../shared/lab-report.ts';
import type { TaskInspection, TaskSource } from '../../../../shared/worker-protocol.ts';
import { nodeRecipe } from './node-recipe.ts';
import { pythonRecipe } from './python-recipe.ts';

/** What a program must know of the task that it runs. */
export interface RecipeTask {
  /** File name of the module; the program stands beside it. */
  readonly file: string;
  /** Null: the default export (Node). */
  readonly functionName: string | null;
  /** A file that is read instead of the module's inputs. */
  readonly inputsPath: string | null;
  readonly inputs: InputsKind;
  /** The function is called with its input; false: without any argument (Python). */
  readonly takesInput: boolean;
}

/** `none`: each task gets its index, `count` of them. `endless`: the module's never end, so `count` are taken. */
export type InputsKind =
  | { readonly kind: 'listed' }
  | { readonly kind: 'none' | 'endless'; readonly count: number };

/** Tasks of a program of which nothing says how many there are. */
const usualCount = 100;

/**
 * A program that runs the task on its inputs by an executor, as it was measured: with as many workers, or as many in flight. It needs nothing but the module,
 * beside which it is saved, and Piscina for a pool of threads in Node. Null for a Python module of which the function's name is not known.
 */
export function recipeFor(
  { executor, workers }: Configuration,
  source: Pick<TaskSource, 'language' | 'path' | 'functionName' | 'inputsPath'>,
  inspection: TaskInspection,
  text: string | null,
): Recipe | null {
  const { language, path, inputsPath } = source;
  const functionName =
    source.functionName ?? (language === 'python' ? taskAmong(inspection.functions) : null);
  if (language === 'python' && functionName === null) return null;
  const task: RecipeTask = {
    file: path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1),
    functionName,
    inputsPath,
    inputs: inputsOf(inspection, inputsPath),
    takesInput: functionName === null || !hasNoParameters(functionName, text),
  };
  const code =
    language === 'python'
      ? pythonRecipe(executor, workers, task)
      : nodeRecipe(familyOf(executor), workers, task);
  return { language, code };
}

function inputsOf(
  { inputs, inputsCut, tasks, countIsUsual }: TaskInspection,
  path: string | null,
): InputsKind {
  if (path !== null || (inputs > 0 && !inputsCut)) return { kind: 'listed' };
  const count = countIsUsual === true ? usualCount : tasks;
  return { kind: inputs > 0 ? 'endless' : 'none', count };
}

/** Which function of a Python module a lab takes that was not told: the only one, or the one called task. */
const taskAmong = (functions: readonly string[]): string | null =>
  functions.length === 1 ? (functions[0] ?? null) : functions.includes('task') ? 'task' : null;

const hasNoParameters = (name: string, text: string | null): boolean =>
  new RegExp(`^\\s*(?:async\\s+)?def\\s+${name.slice(name.lastIndexOf('.') + 1)}\\s*\\(\\s*\\)`, 'm').test(
    text ?? '',
  );
