import { describe, expect, it } from 'vitest';
import { PageCache } from '../../../../../src/renderer/panels/session/tasks/page-cache.ts';

describe('pages of a long table', () => {
  it('asks for every page that a range touches, once', () => {
    const cache = new PageCache<string>(100, 10);
    expect(cache.ask(150, 420, 9)).toEqual([100, 200, 300, 400]);
    expect(cache.ask(150, 520, 9)).toEqual([500]);
  });

  it('asks for no more than may be under way at once', () => {
    const cache = new PageCache<string>(100, 10);
    expect(cache.ask(0, 999, 2)).toEqual([0, 100]);
    expect(cache.ask(0, 999, 2)).toEqual([]);
    cache.keep(0, 'first');
    expect(cache.ask(0, 999, 2)).toEqual([200]);
  });

  it('finds a row in the page that holds it', () => {
    const cache = new PageCache<string>(100, 10);
    cache.ask(200, 299, 9);
    expect(cache.find(250)).toBeNull();
    cache.keep(200, 'third');
    expect(cache.find(250)).toEqual({ page: 'third', at: 50 });
    expect(cache.ask(200, 299, 9)).toEqual([]);
  });

  it('asks again for a page that failed', () => {
    const cache = new PageCache<string>(100, 10);
    cache.ask(0, 99, 9);
    cache.fail(0);
    expect(cache.ask(0, 99, 9)).toEqual([0]);
  });

  it('forgets the page that was not looked at for longest', () => {
    const cache = new PageCache<string>(100, 2);
    cache.keep(0, 'a');
    cache.keep(100, 'b');
    cache.find(0);
    cache.keep(200, 'c');
    expect(cache.find(100)).toBeNull();
    expect(cache.find(0)?.page).toBe('a');
    expect(cache.ask(100, 199, 9)).toEqual([100]);
  });
});
