import type { Command } from 'commander';

export function registerSettings(program: Command): void {
  program
    .command('settings')
    .summary('show the settings, or change one')
    .description('Shows the settings that the app and the command line share, or one of them, or changes it.')
    .argument('[KEY]', 'theme, sessionsFolder, node, python')
    .argument('[VALUE]', 'its new value; default: as if it had never been set')
    .option('--json', 'print the settings as one JSON object', false)
    .addHelpText(
      'after',
      `
Examples:
  corelane settings
  corelane settings sessionsFolder ~/measurements
  corelane settings node /opt/node-22/bin/node
  corelane settings node default`,
    )
    .action(
      async (key: string | undefined, value: string | undefined, options: { readonly json: boolean }) => {
        const { settings } = await import('./change-settings.ts');
        await settings(key ?? null, value ?? null, options);
      },
    );
}
