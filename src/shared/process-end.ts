/**
 * How a process with user code ended that was not asked to, as a clause about `subject` ("the process", "its process").
 * `lastWords`: the line on its stderr that says why; null when there is none.
 */
export function describeProcessEnd(
  subject: string,
  code: number | null,
  signal: string | null,
  lastWords: string | null = null,
): string {
  switch (signal) {
    case 'SIGKILL':
      return `${subject} was killed (SIGKILL: by the task, by a user, or by the kernel for lack of memory)`;
    case 'SIGABRT':
      return `${subject} was aborted (SIGABRT: out of memory, or a failed check in native code)`;
    case null:
      return `${subject} ended with code ${code}${lastWords === null ? ' (did the task end it?)' : `: ${lastWords}`}`;
    default:
      return `${subject} crashed with ${signal}`;
  }
}
