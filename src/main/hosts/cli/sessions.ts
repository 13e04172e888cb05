import type { Command } from 'commander';

export function registerSessions(program: Command): void {
  const sessions = program
    .command('sessions')
    .summary('list the sessions of the data folder; rename, delete, restore them')
    .description('Lists the sessions in the data folder, newest first, with their verdicts.')
    .option('--json', 'print the list as one JSON object', false)
    .addHelpText(
      'after',
      `
Examples:
  corelane sessions
  corelane sessions --json
  corelane sessions rename latest baseline
  corelane sessions delete baseline
  corelane sessions restore baseline`,
    )
    .action(async (given: Options) => {
      const { listSessions } = await import('./list-sessions.ts');
      await listSessions(given);
    });
  sessions
    .command('rename')
    .description("Gives a session's file another name in its folder.")
    .argument('SESSION', 'file, name or id prefix of a session, or latest')
    .argument('NAME', 'its new name')
    .option('--json', 'print what was done as one JSON object', false)
    .action(async (session: string, name: string, _own: Options, command: Command) => {
      const { rename } = await import('./change-sessions.ts');
      rename(session, name, options(command));
    });
  sessions
    .command('delete')
    .description('Puts a session aside; for 7 days it can be restored.')
    .argument('SESSION', 'file, name or id prefix of a session, or latest')
    .option('--json', 'print what was done as one JSON object', false)
    .action(async (session: string, _own: Options, command: Command) => {
      const { remove } = await import('./change-sessions.ts');
      remove(session, options(command));
    });
  sessions
    .command('restore')
    .description('Brings a deleted session back.')
    .argument('SESSION', 'the name it had, or its path when it was not in the data folder')
    .option('--json', 'print what was done as one JSON object', false)
    .action(async (session: string, _own: Options, command: Command) => {
      const { restore } = await import('./change-sessions.ts');
      restore(session, options(command));
    });
}

interface Options {
  readonly json: boolean;
}

/** `--json` may stand before `rename`, where it is an option of `sessions`, or behind. */
const options = (command: Command): Options => ({
  json: [command, command.parent].some((each) => each?.opts<Options>().json === true),
});
