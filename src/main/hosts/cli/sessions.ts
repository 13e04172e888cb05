import type { Command } from 'commander';

export function registerSessions(program: Command): void {
  program
    .command('sessions')
    .summary('list the sessions of the data folder')
    .description('Lists the sessions in the data folder, newest first, with their verdicts.')
    .option('--json', 'print the list as one JSON object', false)
    .addHelpText(
      'after',
      `
Examples:
  corelane sessions
  corelane sessions --json`,
    )
    .action(async (options: { readonly json: boolean }) => {
      const { listSessions } = await import('./list-sessions.ts');
      await listSessions(options);
    });
}
