import type { Command, CommanderError } from 'commander';
import { CorelaneError } from '../../../shared/errors.ts';

export const usageError = (message: string, remedy: string): CorelaneError =>
  new CorelaneError('usage', message, remedy);

/**
 * Turns what Commander finds wrong with a command line into a CorelaneError with a sentence and a remedy, so that
 * all of Corelane's failures look the same; Commander itself prints nothing but help and version.
 */
export function reportUsageErrors(program: Command): void {
  for (const command of [program, ...commandsBelow(program)]) {
    command.configureOutput({ outputError: () => undefined });
    command.exitOverride((error) => {
      throw error.exitCode === 0 || error.code === 'commander.help' ? error : describe(error, command);
    });
  }
}

const commandsBelow = (command: Command): readonly Command[] =>
  command.commands.flatMap((below) => [below, ...commandsBelow(below)]);

/** As it is typed: `corelane sessions rename`. */
const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

function describe(error: CommanderError, command: Command): CorelaneError {
  const [sentence = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const meant = /^\(Did you mean (?:one of )?(.*)\?\)$/.exec(suggestion ?? '')?.[1];
  const name = nameOf(command);
  const where = `\`${name} --help\` lists what there is, with examples.`;
  return usageError(
    explain(error, sentence, name),
    meant === undefined ? where : `Did you mean ${meant.replace(/, ([^,]*)$/, ' or $1')}? ${where}`,
  );
}

function explain(error: CommanderError, sentence: string, name: string): string {
  const quoted = /'([^']*)'/.exec(sentence)?.[1] ?? '';
  switch (error.code) {
    case 'commander.missingArgument':
      return `\`${name}\` needs ${/^[aeiou]/i.test(quoted) ? 'an' : 'a'} ${quoted}, and none was given.`;
    case 'commander.missingMandatoryOptionValue':
      return `\`${name}\` needs the option ${quoted}.`;
    case 'commander.optionMissingArgument':
      return `The option ${quoted} was given without its value.`;
    case 'commander.unknownOption':
      return `\`${name}\` has no option ${quoted}.`;
    case 'commander.unknownCommand':
      return `There is no command "${quoted}".`;
    default:
      return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${/[.?!]$/.test(sentence) ? '' : '.'}`;
  }
}
