import { Option } from 'commander';
import type { Command } from 'commander';
import { exportFormats } from '../../../shared/workplace.ts';
import type { ExportFormat } from '../../../shared/workplace.ts';
import { nameOption } from './option-values.ts';

export function registerExport(program: Command): void {
  program
    .command('export')
    .summary('write a session in a format other tools read')
    .description('Writes a session in a format that other tools read, to a file or to stdout.')
    .argument('SESSION', 'file, name or id prefix of a session, or latest')
    .addOption(
      new Option('--format <name>', exportFormats.join(', '))
        .argParser(nameOption('--format', 'export format', exportFormats))
        .makeOptionMandatory(),
    )
    .option('-o, --output <file>', 'file to write (default: stdout)')
    .addHelpText(
      'after',
      `
Formats:
  chrome       Chrome trace events; opens in https://ui.perfetto.dev and chrome://tracing
  csv-tasks    one row per task, with where its time went
  csv-slices   one row per stay of a thread on a core
  csv-samples  one row per sample and metric: cores, threads, memory
  cpuprofile   CPU samples (profile --cpu-profile) for the developer tools of Chrome and VS Code
  speedscope   the same for https://www.speedscope.app, a profile per thread
  json         everything, one object

Examples:
  corelane export latest --format chrome -o trace.json
  corelane export run.corelane --format csv-tasks | head`,
    )
    .action(async (session: string, options: { readonly format: ExportFormat; readonly output?: string }) => {
      const { exportSession } = await import('./export-session.ts');
      await exportSession(session, { format: options.format, output: options.output ?? null });
    });
}
