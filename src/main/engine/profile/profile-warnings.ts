import type { OutlivingProcess } from '../../../shared/worker-protocol.ts';

const mostNamed = 5;

/**
 * The shell that held the program could not become it, which it says as shells do: by its exit, and a line on stderr that names the file.
 * Null when it did not.
 */
export function refusedWarning(file: string, code: number | null, lastLine: string): string | null {
  if (code !== 126 && code !== 127) return null;
  if (!lastLine.startsWith('sh: ') || !lastLine.includes(` ${file}: `)) return null;
  const reason = lastLine.slice(lastLine.lastIndexOf(': ') + 2);
  return `${file} never ran: the system refused to execute it (${reason}), and the figures are those of the shell that tried. Check that the file is whole and built for this machine, or name what runs it before it.`;
}

/** What went on after the program's end; none when nothing did. */
export function outlivedWarning(outlived: readonly OutlivingProcess[]): readonly string[] {
  const ended = outlived.filter(({ killed }) => killed);
  const left = outlived.filter(({ killed }) => !killed);
  return [
    ...sentence(ended, (count) => `${count} went on after the program's end and ${wereOf(ended)} ended`),
    ...sentence(
      left,
      (count) =>
        `${count} went on after the program's end and could not be ended, as another user's (sudo kill ends ${left.length === 1 ? 'it' : 'them'})`,
    ),
  ];
}

const wereOf = ({ length }: readonly unknown[]): string => (length === 1 ? 'was' : 'were');

function sentence(
  processes: readonly OutlivingProcess[],
  begin: (count: string) => string,
): readonly string[] {
  if (processes.length === 0) return [];
  const named = processes.slice(0, mostNamed).map(({ pid, command }) => `${pid} ${shortened(command)}`);
  const more = processes.length - named.length;
  const count = processes.length === 1 ? '1 process' : `${processes.length} processes`;
  return [`${begin(count)}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`];
}

const shortened = (command: string): string => (command.length > 60 ? `${command.slice(0, 59)}…` : command);
