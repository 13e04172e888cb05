import { heldScript } from '../../../shared/worker-protocol.ts';

/** Whether it is the command of the shell that holds a program until it is released. */
export const isHolding = (command: string): boolean => command.includes(heldScript);

/**
 * What to call a process: the system may have been asked while the shell held the program, and what the program started before it was asked
 * again inherited the answer.
 */
export const withoutHolding = (command: string, argv: readonly string[]): string =>
  isHolding(command) ? argv.join(' ') : command;
