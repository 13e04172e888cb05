/** How a worker thread ended that was not asked to. */

/** Whether an error of a Worker says that its heap was full; the thread is gone then, the process is not. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

export const ranOutOfMemory = 'its thread ran out of memory and was ended by Node';

export const endedWithCode = (code: number | string): string =>
  `its thread ended with code ${code} (process.exit in the task?)`;
