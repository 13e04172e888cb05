import type { Command } from 'commander';

export function registerShow(program: Command): void {
  program
    .command('show')
    .summary('print the ranking and verdict of a session')
    .description(
      'Prints what a session found: the ranking, the verdict with its steps, failures and warnings.',
    )
    .argument('SESSION', 'file, name or id prefix of a session, or latest')
    .option('--json', "print the recording command's result as one JSON object", false)
    .addHelpText(
      'after',
      `
Examples:
  corelane show latest
  corelane show run.corelane --json`,
    )
    .action(async (session: string, options: { readonly json: boolean }) => {
      const { showSession } = await import('./show-session.ts');
      showSession(session, options);
    });
}
