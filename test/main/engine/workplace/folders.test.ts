import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findFiles } from '../../../../src/main/engine/workplace/dropped-files.ts';
import { findExamples, summaryOf } from '../../../../src/main/engine/workplace/examples.ts';
import { expandPath, listFolder } from '../../../../src/main/engine/workplace/folder-listing.ts';
import { ownFolder } from '../../../support/own-folder.ts';

/** Makes files with the content given, and their folders. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = ownFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

describe('a listed folder', () => {
  it('shows folders first, then files by name, and says which can be run or opened', async () => {
    const folder = folderWith({
      'b.mjs': '1234',
      'A.ts': '',
      'run 10.corelane': '',
      'run 9.corelane': '',
      'notes.txt': 'x',
      'z/inside.js': '',
      '.hidden': '',
    });
    symlinkSync(join(folder, 'nowhere'), join(folder, 'broken-link'));
    symlinkSync(join(folder, 'z'), join(folder, 'linked'));
    const listing = await listFolder(folder);
    expect(listing).toMatchObject({ folder, parent: dirname(folder), error: null });
    expect(listing.entries.map(({ name, kind, sizeBytes }) => [name, kind, sizeBytes])).toEqual([
      ['linked', 'folder', null],
      ['z', 'folder', null],
      ['A.ts', 'task', 0],
      ['b.mjs', 'task', 4],
      ['notes.txt', 'other', 1],
      ['run 9.corelane', 'session', 0],
      ['run 10.corelane', 'session', 0],
    ]);
  });

  it('is the deepest one that exists on the way', async () => {
    const folder = folderWith({ 'task.mjs': '' });
    expect((await listFolder(join(folder, 'no', 'such'))).folder).toBe(folder);
    expect((await listFolder(join(folder, 'task.mjs'))).folder).toBe(folder);
    expect((await listFolder('/')).parent).toBeNull();
  });

  it('begins at home with a tilde', () => {
    expect(expandPath('~')).toBe(homedir());
    expect(expandPath('~/x')).toBe(join(homedir(), 'x'));
    expect(expandPath('/~x')).toBe('/~x');
  });
});

describe('a dropped file', () => {
  it('is found by name and size, nearest first', async () => {
    const folder = folderWith({
      'deep/er/task.mjs': '12345',
      'task.mjs': '12345',
      'other/task.mjs': '123456',
      'node_modules/x/task.mjs': '12345',
      '.git/task.mjs': '12345',
    });
    expect(await findFiles({ name: 'task.mjs', sizeBytes: 5 }, [folder])).toEqual([
      join(folder, 'task.mjs'),
      join(folder, 'deep', 'er', 'task.mjs'),
    ]);
    expect(await findFiles({ name: 'task.mjs', sizeBytes: 7 }, [folder, '/nowhere'])).toEqual([]);
  });

  it('is not looked for by a path', async () => {
    const folder = folderWith({ 'a/task.mjs': '12345' });
    expect(await findFiles({ name: 'a/task.mjs', sizeBytes: 5 }, [folder])).toEqual([]);
    expect(await findFiles({ name: '', sizeBytes: 5 }, [folder])).toEqual([]);
  });

  it('is given up where there is too much to look through', async () => {
    const folder = folderWith({ 'a/b/c/task.mjs': '12345', x: '', y: '' });
    const wanted = { name: 'task.mjs', sizeBytes: 5 };
    expect(await findFiles(wanted, [folder], { depth: 2, entries: 100 })).toEqual([]);
    expect(await findFiles(wanted, [folder], { depth: 3, entries: 2 })).toEqual([]);
    expect(await findFiles(wanted, [folder], { depth: 3, entries: 100 })).toHaveLength(1);
  });
});

describe('the examples', () => {
  it('have a name and a line that says what they are', () => {
    const found = findExamples(fileURLToPath(new URL('../../../../examples', import.meta.url)));
    expect(found.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['failing', 'http-requests', 'primes', 'read-and-parse', 'uneven']),
    );
    for (const { summary } of found) expect(summary).toMatch(/^[A-Z][^\n]{20,}\.$/);
    expect(findExamples('/nowhere')).toEqual([]);
  });

  it('need no comment', () => {
    expect(summaryOf('export default 1;')).toBe('');
    expect(summaryOf('/** One line */\nx')).toBe('One line');
    expect(summaryOf('/**\n * First\n * sentence. Second.\n *\n * More.\n */')).toBe('First sentence.');
    expect(summaryOf('"""First\nsentence. Second.\n\nMore.\n"""\nx = 1')).toBe('First sentence.');
    expect(summaryOf('x = 1\n"""No docstring."""')).toBe('');
  });
});
