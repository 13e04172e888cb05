import type { Command } from 'commander';

export function registerShow(program: Command): void {
  program
    .command('show')
    .summary("print a session's result again")
    .description(
      'Prints what a session found. Of a lab: the ranking and the verdict with its steps. Of a profile: how the command ended, its processes and threads, and what stands out.',
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
