import type { Command } from 'commander';

export function registerCompare(program: Command): void {
  program
    .command('compare')
    .summary('set two sessions side by side: what differs, and is it chance?')
    .description(
      'Says for each figure how session B differs from session A, within which bounds, and whether chance explains it. Two labs: configurations that both ran, repeats being the samples, and the best of each. Two profiles: the runs, and their tasks by API.',
    )
    .argument('A', 'file, name or id prefix of a session, or latest')
    .argument('B', 'the session that is set beside it')
    .option('--json', 'print the comparison as one JSON object', false)
    .addHelpText(
      'after',
      `
The ratio is B's median over A's, with a 95 % interval; p is that of Mann and Whitney's rank test,
the effect Cliff's delta. Repeat labs five times and more (--repeat) for narrow intervals.

Examples:
  corelane lab task.mjs --repeat 5 --out before.corelane
  corelane lab task.mjs --repeat 5 --out after.corelane
  corelane compare before.corelane after.corelane
  corelane compare before.corelane latest --json`,
    )
    .action(async (a: string, b: string, options: { readonly json: boolean }) => {
      const { compareTwo } = await import('./compare-two.ts');
      compareTwo(a, b, options);
    });
}
