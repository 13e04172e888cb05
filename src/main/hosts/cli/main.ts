import { Command } from 'commander';
import manifest from '../../../../package.json' with { type: 'json' };
import { registerCompare } from './compare.ts';
import { registerDoctor } from './doctor.ts';
import { registerExport } from './export.ts';
import { registerLab } from './lab.ts';
import { registerOpen } from './open.ts';
import { registerProfile } from './profile.ts';
import { registerSessions } from './sessions.ts';
import { registerSettings } from './settings.ts';
import { registerShow } from './show.ts';
import { registerWhatIf } from './what-if.ts';
import { endQuietlyOnClosedPipe, exitCodeOf, printFailure } from './failure.ts';
import { reportUsageErrors } from './usage.ts';

/** The command line's entry: which commands there are, and how any of them ends. */
const program = new Command('corelane')
  .description(manifest.description)
  .version(manifest.version, '-V, --version', 'print the version')
  // What follows a command is the command's: a profiled program may have options of any name.
  .enablePositionalOptions()
  .helpOption('-h, --help', 'show this help')
  .addHelpText(
    'after',
    `
Examples:
  corelane open                                the app
  corelane lab examples/primes.ts              which executor should run this task?
  corelane profile -- python3 train.py         what do its processes and threads do?
  corelane what-if train.py                    would processes in place of threads be faster?
  corelane show latest                         the last session's result again
  corelane export latest --format chrome -o trace.json
  corelane doctor                              what can be measured on this machine`,
  );

registerOpen(program);
registerLab(program);
registerProfile(program);
registerWhatIf(program);
registerShow(program);
registerCompare(program);
registerSessions(program);
registerExport(program);
registerSettings(program);
registerDoctor(program);
reportUsageErrors(program);
endQuietlyOnClosedPipe();

try {
  await program.parseAsync();
} catch (thrown) {
  printFailure(thrown);
  process.exitCode = exitCodeOf(thrown);
}
