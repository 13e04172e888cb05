import type { Command } from 'commander';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('say what can be measured on this machine')
    .description(
      'Tries what Corelane can measure on this machine, and says what is missing, why, and what to do.',
    )
    .option('--json', 'print the result as one JSON object', false)
    .addHelpText(
      'after',
      `
Examples:
  corelane doctor
  corelane doctor --json`,
    )
    .action(async (options: { readonly json: boolean }) => {
      const { examineMachine } = await import('./examine-machine.ts');
      await examineMachine(options);
    });
}
