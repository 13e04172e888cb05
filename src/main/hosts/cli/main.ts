import { Command } from 'commander';
import manifest from '../../../../package.json' with { type: 'json' };
import { registerLab } from './lab.ts';
import { endQuietlyOnClosedPipe, exitCodeOf, printFailure } from './failure.ts';
import { reportUsageErrors } from './usage.ts';

/** The command line's entry: which commands there are, and how any of them ends. */
const program = new Command('corelane')
  .description(manifest.description)
  .version(manifest.version, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'show this help')
  .addHelpText(
    'after',
    `
Examples:
  corelane lab examples/primes.ts              which executor should run this task?
  corelane show latest                         the last session's ranking again
  corelane export latest --format chrome -o trace.json
  corelane doctor                              what can be measured on this machine`,
  );

registerLab(program);
reportUsageErrors(program);
endQuietlyOnClosedPipe();

try {
  await program.parseAsync();
} catch (thrown) {
  printFailure(thrown);
  process.exitCode = exitCodeOf(thrown);
}
