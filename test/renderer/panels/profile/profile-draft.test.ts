import { describe, expect, it } from 'vitest';
import {
  draftOfScript,
  emptyProfile,
  findProfileProblems,
  profileOrder,
  type ProfileDraft,
} from '../../../../src/renderer/panels/profile/profile-draft.ts';
import { profileCommand } from '../../../../src/renderer/panels/profile/profile-command.ts';
import { readProfile } from '../../../../src/renderer/panels/profile/profile-memory.ts';

const ground = { cores: [0, 1, 2], workingFolder: '/work', home: '/home/me' };
const draft = (change: Partial<ProfileDraft>): ProfileDraft => ({ ...emptyProfile, ...change });
const order = (change: Partial<ProfileDraft>) => profileOrder(draft(change), ground);
const problems = (change: Partial<ProfileDraft>) => Object.keys(findProfileProblems(draft(change), ground));

describe('the order of a profile', () => {
  it('is none before there is a command', () => {
    expect(order({ command: '  ' })).toBeNull();
    expect(problems({})).toEqual([]);
  });

  it('runs a script in its folder, anything else where the app was started', () => {
    expect(profileOrder(draftOfScript('/home/me/my jobs/crawl.py'), ground)).toMatchObject({
      argv: ['/home/me/my jobs/crawl.py'],
      cwd: '/home/me/my jobs',
    });
    expect(order({ command: 'python3 /srv/crawl.py' })?.cwd).toBe('/srv');
    expect(order({ command: 'python3 crawl.py' })?.cwd).toBe('/work');
    expect(order({ command: '/usr/bin/sort --key 1 /data/x.py' })?.cwd).toBe('/work');
    expect(order({ command: 'python3 crawl.py', cwd: '~/jobs' })?.cwd).toBe('/home/me/jobs');
  });

  it('sets and removes variables, and passes over rows that were not filled in', () => {
    const env = [
      { name: 'A', value: '1', removed: false },
      { name: 'B', value: 'left over', removed: true },
      { name: '', value: '', removed: false },
    ];
    expect(order({ command: 'x', env })?.env).toEqual({ A: '1', B: null });
  });

  it('traces tasks unless told not to', () => {
    expect(order({ command: 'x' })?.trace).toBe(true);
    const untraced = order({ command: 'x', trace: false });
    expect(untraced && profileCommand(untraced)).toBe('corelane profile --cwd /work --no-trace -- x');
    expect(readProfile({ command: 'x' })?.trace).toBe(true);
    expect(readProfile({ command: 'x', trace: false })?.trace).toBe(false);
  });

  it('takes CPU samples only when told to, and only of what is traced', () => {
    expect(order({ command: 'x' })?.cpuProfile).toBe(false);
    const sampled = order({ command: 'x', cpuProfile: true });
    expect(sampled && profileCommand(sampled)).toBe('corelane profile --cwd /work --cpu-profile -- x');
    expect(order({ command: 'x', cpuProfile: true, trace: false })?.cpuProfile).toBe(false);
    expect(readProfile({ command: 'x' })?.cpuProfile).toBe(false);
    expect(readProfile({ command: 'x', cpuProfile: true })?.cpuProfile).toBe(true);
  });

  it('asks for no cores in particular when all are chosen', () => {
    expect(order({ command: 'x', cores: [0, 1, 2] })?.cores).toBeNull();
    expect(order({ command: 'x', cores: [2, 0, 9] })?.cores).toEqual([0, 2]);
  });

  it('says at which field something is wrong', () => {
    expect(problems({ command: `a 'b` })).toEqual(['command']);
    expect(problems({ cwd: 'jobs' })).toEqual(['cwd']);
    expect(problems({ cores: [] })).toEqual(['cores']);
    expect(problems({ out: 'x.corelane' })).toEqual(['out']);
    const edit = { name: 'A', value: '1', removed: false };
    expect(problems({ env: [edit, edit] })).toEqual(['env']);
    expect(problems({ env: [{ ...edit, name: '' }] })).toEqual(['env']);
    expect(problems({ env: [{ ...edit, name: 'A=B' }] })).toEqual(['env']);
  });
});

describe('the command line of a profile', () => {
  it('does the same in a terminal', () => {
    const env = [
      { name: 'A', value: 'two words', removed: false },
      { name: 'B', value: '', removed: true },
    ];
    const asked = order({ command: 'python3 crawl.py -n 3', env, cores: [0, 1], out: '/tmp/x.corelane' });
    expect(asked === null ? null : profileCommand(asked)).toBe(
      "corelane profile --cores 0,1 --cwd /work --env 'A=two words' --unset B --out /tmp/x.corelane -- python3 crawl.py -n 3",
    );
  });
});

describe('the remembered form', () => {
  it('comes back as it was, and what is damaged in it as if it were new', () => {
    const filled = draft({ command: 'x', cores: [1], env: [{ name: 'A', value: '', removed: true }] });
    expect(readProfile(JSON.parse(JSON.stringify(filled)))).toEqual(filled);
    expect(readProfile({ command: 7, cores: ['a', 2], env: [{}, null] })).toEqual(draft({ cores: [2] }));
    expect(readProfile(null)).toBeNull();
  });
});
