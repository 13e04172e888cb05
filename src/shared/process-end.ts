/**
 * How a process with user code ended that was not asked to, as a clause about `subject` ("the process", "its process").
 * `lastWords`: the line on its stderr that says why; null when there is none. `exitCall`: how code of its language ends a process.
 */
export function describeProcessEnd(
  subject: string,
  code: number | null,
  signal: string | null,
  {
    lastWords = null,
    exitCall = 'exit',
  }: { readonly lastWords?: string | null; readonly exitCall?: string } = {},
): string {
  switch (signal) {
    case 'SIGKILL':
      return `${subject} was killed (SIGKILL: by the task, by a user, or by the kernel for lack of memory)`;
    case 'SIGABRT':
      return `${subject} was aborted (SIGABRT: out of memory, or a failed check in native code)`;
    case null:
      return `${subject} ended with code ${code}${lastWords === null ? ` (did the task call ${exitCall}?)` : `: ${lastWords}`}`;
    default:
      return `${subject} crashed with ${signal}`;
  }
}
