import { heldScript } from '../../shared/worker-protocol.ts';

/**
 * Starts a program in two steps: its process exists first, held, so that whoever measures it can get ready; it runs when it is released.
 * A shell holds it, waiting for a line on descriptor 3, and becomes the program then, in the same process, with its
 * arguments as they are.
 */
export interface HeldStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The launcher's note of how many files might be open when Corelane was started: Node raises that for all it starts. */
const openFilesVariable = 'CORELANE_OPEN_FILES';

/**
 * A shell drops variables whose names it could not have given itself (`npm_config_//registry/:_authToken`), so that those programs
 * get their environment from env(1), word for word. It cannot start a program with `=` in its name.
 */
export function heldStart(
  command: string,
  args: readonly string[],
  surroundings: Readonly<Record<string, string | undefined>>,
): HeldStart {
  const { [openFilesVariable]: openFiles = '', ...env } = surroundings;
  const script = /^\d+$/.test(openFiles) ? `ulimit -Sn ${openFiles}; ${heldScript}` : heldScript;
  const spellable = Object.keys(env).every((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (spellable || command.includes('=')) {
    return { command: '/bin/sh', args: ['-c', `${script} "$@"`, 'sh', command, ...args], env };
  }
  const variables = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  return {
    command: '/bin/sh',
    args: ['-c', `${script} /usr/bin/env -i -- "$@"`, 'sh', ...variables, command, ...args],
    env,
  };
}
