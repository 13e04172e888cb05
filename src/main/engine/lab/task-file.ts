import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CorelaneError } from '../../../shared/errors.ts';
import type { LabRequest } from '../../../shared/experiment.ts';
import type { TaskSource } from '../../../shared/worker-protocol.ts';

/** Endings of the files that can be a task. */
export const taskEndings: readonly string[] = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

/** The task file of a request. Throws `task-not-found` or `task-invalid`. */
export function locateTask(
  request: Pick<LabRequest, 'task' | 'tasks' | 'inputs'>,
): TaskSource & { readonly path: string } {
  const { task, tasks, inputs } = request;
  if (/\.py(:|$)/.test(task)) {
    throw new CorelaneError(
      'task-invalid',
      `${task} is Python; this version of the Lab runs Node tasks.`,
      `Give a JavaScript or TypeScript module (${taskEndings.join(' ')}).`,
    );
  }
  const path = resolve(task);
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) {
    throw new CorelaneError('task-not-found', `There is no file ${path}.`, 'Check the path of the task.');
  }
  if (!kind.isFile() || !taskEndings.includes(extname(path))) {
    throw new CorelaneError(
      'task-invalid',
      kind.isDirectory() ? `${path} is a folder.` : `${path} is not a JavaScript or TypeScript module.`,
      `Give a file ending in ${taskEndings.join(', ')} whose default export is the task function.`,
    );
  }
  const inputsPath = inputs === null ? null : resolve(inputs);
  return { path, label: task, moduleUrl: pathToFileURL(path).href, inputsPath, tasks };
}
