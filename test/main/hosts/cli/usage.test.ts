import { describe, expect, it } from 'vitest';
import { choosePlatform } from '../../../../src/main/engine/collector/choose-platform.ts';
import { corelane } from './run-corelane.ts';

const missingCore = Math.max(...choosePlatform().cores()) + 1;

describe('what is wrong with a command line', () => {
  it.each([
    ['an unknown command', ['labb'], /no command "labb"/, /Did you mean lab\?/],
    [
      'an unknown option',
      ['lab', 'x.mjs', '--worker', '2'],
      /no option --worker/,
      /Did you mean --workers\?/,
    ],
    ['no task', ['lab'], /needs a TASK/, /lab --help/],
    ['two tasks', ['lab', 'a.mjs', 'b.mjs'], /Too many arguments/, /lab --help/],
    ['an option without its value', ['lab', 'x.mjs', '--pin'], /--pin <policy> was given without/, /--help/],
    ['no workers', ['lab', 'x.mjs', '--workers', '0'], /--workers cannot be 0/, /1 to 1024/],
    ['fewer than no workers', ['lab', 'x.mjs', '--workers', '-1'], /--workers cannot be -1/, /1 to 1024/],
    ['too many workers', ['lab', 'x.mjs', '--workers', '10000'], /cannot be 10000/, /1 to 1024/],
    ['half a worker', ['lab', 'x.mjs', '--workers', '1.5'], /cannot be 1\.5/, /whole numbers/],
    ['a list with a hole', ['lab', 'x.mjs', '--workers', '1,,2'], /an empty place/, /--workers 1,2,4/],
    ['no repeats', ['lab', 'x.mjs', '--repeat', '0'], /--repeat cannot be 0/, /from 1 up/],
    ['no tasks to run', ['lab', 'x.mjs', '--tasks', '0'], /--tasks cannot be 0/, /from 1 up/],
    [
      'a core that is not there',
      ['lab', 'x.mjs', '--cores', `0,${missingCore}`],
      /cannot be used/,
      /--cores 0/,
    ],
    [
      'a core that is no number',
      ['lab', 'x.mjs', '--cores', 'all'],
      /--cores cannot be all/,
      /whole numbers/,
    ],
    [
      'an unknown executor',
      ['lab', 'x.mjs', '--executors', 'thread-pol'],
      /no executor/,
      /mean thread-pool\?/,
    ],
    ['an unknown pin policy', ['lab', 'x.mjs', '--pin', 'hard'], /no pin policy "hard"/, /each, set, none/],
    ['an unknown objective', ['lab', 'x.mjs', '--objective', 'speed'], /no objective/, /throughput, latency/],
    ['what is no duration', ['lab', 'x.mjs', '--task-timeout', 'soon'], /not a duration/, /500ms/],
    ['no time', ['lab', 'x.mjs', '--budget', '0s'], /too short/, /500ms/],
    [
      'an unknown format',
      ['export', 'x', '--format', 'crome'],
      /no export format/,
      /mean chrome\? .*csv-tasks/,
    ],
    ['no format', ['export', 'x'], /needs the option --format/, /export --help/],
    ['no session', ['show'], /needs a SESSION/, /show --help/],
  ])('is said in one sentence with a remedy, and ends with 2: %s', async (_what, args, sentence, remedy) => {
    const { code, stdout, stderr } = await corelane(
      args.flatMap((arg) => (arg === 'lab' ? ['lab', '--json'] : [arg])),
    );
    const [said = '', advice = '', ...rest] = stderr.split('\n');
    expect(said).toMatch(/^corelane: /);
    expect(said).toMatch(sentence);
    expect(advice).toMatch(/^ {2}→ /);
    expect(advice).toMatch(remedy);
    expect(rest).toEqual(['']);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('is the same without a command: help on stderr, and 2', async () => {
    const { code, stdout, stderr } = await corelane([]);
    expect(stderr).toContain('Usage: corelane');
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('comes with its stack only when CORELANE_DEBUG asks for it', async () => {
    const { stderr } = await corelane(['lab', 'x', '--repeat', '0'], { env: { CORELANE_DEBUG: '1' } });
    expect(stderr).toMatch(/\n\s+at /);
  });
});

describe('help', () => {
  it.each(['lab', 'show', 'sessions', 'export', 'doctor'])('on %s has examples', async (command) => {
    const { code, stdout, stderr } = await corelane([command, '--help']);
    expect(stdout).toContain(`Usage: corelane ${command}`);
    expect(stdout).toMatch(new RegExp(`Examples:\\n  corelane ${command}`));
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('lists every command', async () => {
    const { stdout } = await corelane(['--help']);
    for (const command of ['lab', 'show', 'sessions', 'export', 'doctor'])
      expect(stdout).toContain(`  ${command} `);
  });

  it('names the version of the package', async () => {
    const { default: manifest } = await import('../../../../package.json', { with: { type: 'json' } });
    expect(await corelane(['--version'])).toMatchObject({
      code: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });
});
