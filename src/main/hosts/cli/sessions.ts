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
    .action(async (options: { readonly json: boolean }) => {
      const { listSessions } = await import('./list-sessions.ts');
      await listSessions(options);
    });
  sessions
    .command('rename')
    .description("Gives a session's file another name in its folder.")
    .argument('SESSION', 'file, name or id prefix of a session, or latest')
    .argument('NAME', 'its new name')
    .action(async (session: string, name: string) => {
      const { rename } = await import('./change-sessions.ts');
      rename(session, name);
    });
  sessions
    .command('delete')
    .description('Puts a session aside; for 7 days it can be restored.')
    .argument('SESSION', 'file, name or id prefix of a session, or latest')
    .action(async (session: string) => {
      const { remove } = await import('./change-sessions.ts');
      remove(session);
    });
  sessions
    .command('restore')
    .description('Brings a deleted session back.')
    .argument('NAME', 'the name it had')
    .action(async (name: string) => {
      const { restore } = await import('./change-sessions.ts');
      restore(name);
    });
}
