import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CorelaneError } from '../../../shared/errors.ts';
import type { LabRequest } from '../../../shared/experiment.ts';
import { languageOf, splitTask, taskEndings } from '../../../shared/task-path.ts';
import type { TaskSource } from '../../../shared/worker-protocol.ts';

/** The variant of a request for event loops. Throws like `locateTask`, and `usage` for one in another language. */
export function locateVariant(request: LabRequest, { language }: TaskSource): TaskSource | null {
  if (request.asyncVariant === null) return null;
  const source = locateTask({ ...request, task: request.asyncVariant });
  if (source.language === language) return source;
  throw new CorelaneError(
    'usage',
    `${request.asyncVariant} is in another language than ${request.task}.`,
    'Give the same work as an async function in the language of the task.',
  );
}

/** The task file of a request. Throws `task-not-found` or `task-invalid`. */
export function locateTask(request: Pick<LabRequest, 'task' | 'tasks' | 'inputs'>): TaskSource {
  const { task, tasks, inputs } = request;
  const { file, functionName } = splitTask(task);
  const path = resolve(file);
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) {
    throw new CorelaneError('task-not-found', `There is no file ${path}.`, 'Check the path of the task.');
  }
  const language = languageOf(path);
  if (!kind.isFile() || language === null) {
    throw new CorelaneError(
      'task-invalid',
      kind.isDirectory()
        ? `${path} is a folder.`
        : `${path} is not a JavaScript, TypeScript or Python module.`,
      `Give a file ending in ${taskEndings.join(', ')}; of a Python one also the function: file.py:function.`,
    );
  }
  return {
    language,
    path,
    label: task,
    moduleUrl: pathToFileURL(path).href,
    functionName,
    inputsPath: inputs === null ? null : resolve(inputs),
    tasks,
  };
}
