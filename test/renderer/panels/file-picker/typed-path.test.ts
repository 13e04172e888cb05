import { array, assert, property, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  completion,
  crumbsOf,
  intoFolder,
  joinPath,
  matching,
  splitTyped,
} from '../../../../src/renderer/panels/file-picker/typed-path.ts';
import type { FolderEntry } from '../../../../src/shared/workplace.ts';

const entry = (name: string, kind: FolderEntry['kind'] = 'task'): FolderEntry => ({
  name,
  kind,
  path: `/here/${name}`,
  sizeBytes: kind === 'folder' ? null : 1,
});

describe('splitTyped', () => {
  it.each([
    ['/home/me/pri', '/home/me', 'pri'],
    ['/home/me/', '/home/me', ''],
    ['/etc', '/', 'etc'],
    ['/', '/', ''],
    ['~', '~', ''],
    ['~/wo', '~', 'wo'],
    ['primes.ts', '/here', 'primes.ts'],
    ['C:\\Users\\me', 'C:\\Users', 'me'],
    ['C:\\', 'C:\\', ''],
  ])('reads %s', (text, folder, name) => {
    expect(splitTyped(text, '/here')).toEqual({ folder, name });
  });

  const name = stringMatching(/^[a-z .]{1,8}$/);
  it('takes apart what joinPath puts together', () => {
    assert(
      property(array(name, { maxLength: 4 }), name, (parts, last) => {
        const folder = `/${parts.join('/')}`;
        expect(splitTyped(joinPath(folder, last), '')).toEqual({ folder, name: last });
      }),
    );
  });
});

describe('intoFolder', () => {
  it('ends in one separator', () => {
    expect(['/home', '/home/', '/', 'C:\\Users', 'C:\\'].map(intoFolder)).toEqual([
      '/home/',
      '/home/',
      '/',
      'C:\\Users\\',
      'C:\\',
    ]);
  });
});

describe('matching', () => {
  const entries = [
    entry('src', 'folder'),
    entry('my-Primes.ts'),
    entry('primes.ts'),
    entry('notes.txt', 'other'),
  ];

  it('puts names that begin with what was typed before those that contain it', () => {
    expect(matching(entries, 'PRI', 'open-task').map(({ name }) => name)).toEqual([
      'primes.ts',
      'my-Primes.ts',
    ]);
  });

  it('keeps folders in sight where something is to be saved', () => {
    expect(matching(entries, 'primes.ts', 'save-export').map(({ name }) => name)).toEqual([
      'primes.ts',
      'src',
      'my-Primes.ts',
    ]);
  });

  it('shows only folders where a folder is wanted', () => {
    expect(matching(entries, '', 'choose-folder').map(({ name }) => name)).toEqual(['src']);
  });
});

describe('completion', () => {
  it('goes as far as all names agree', () => {
    const entries = [entry('primes.ts'), entry('primes.test.ts'), entry('other.ts')];
    expect(completion(entries, 'p')).toBe('primes.t');
    expect(completion(entries, 'primes.ts')).toBe('primes.ts');
    expect(completion(entries, 'x')).toBe('x');
  });

  it('never forgets what was typed', () => {
    const names = array(stringMatching(/^[abAB]{1,6}$/), { maxLength: 6 });
    assert(
      property(names, stringMatching(/^[ab]{0,4}$/), (all, typed) => {
        const completed = completion(
          all.map((name) => entry(name)),
          typed,
        );
        expect(completed.toLowerCase().startsWith(typed)).toBe(true);
      }),
    );
  });
});

describe('crumbsOf', () => {
  it('names every folder on the way, the root first', () => {
    expect(crumbsOf('/home/me')).toEqual([
      { label: '/', path: '/' },
      { label: 'home', path: '/home' },
      { label: 'me', path: '/home/me' },
    ]);
    expect(crumbsOf('C:\\Users').map(({ path }) => path)).toEqual(['C:\\', 'C:\\Users']);
  });
});
