import { expect, it } from 'vitest';
import { shortCommand } from '../../../src/renderer/format/short-command.ts';

it('leaves the folder of the program away, and nothing else', () => {
  expect(shortCommand('/usr/bin/python3 /srv/crawl.py -n 3')).toBe('python3 /srv/crawl.py -n 3');
  expect(shortCommand('sh -c /bin/true')).toBe('sh -c /bin/true');
  expect(shortCommand('./run')).toBe('run');
  expect(shortCommand('/')).toBe('/');
});
