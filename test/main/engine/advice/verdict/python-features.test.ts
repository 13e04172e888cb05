import { describe, expect, it } from 'vitest';
import { featuresOf } from '../../../../../src/main/engine/advice/verdict/python-features.ts';

const found = (text: string) => featuresOf(text).map(({ feature, line }) => `${feature} ${line}`);

describe('what a Python program does with its pools', () => {
  it.each([
    ['future.cancel()', 'cancel'],
    ['for done in as_completed(futures): pass', 'as_completed'],
    ['wait(futures, return_when=FIRST_EXCEPTION)', 'as_completed'],
    ['if future.exception() is None: pass', 'exception access'],
    ['a = pool.submit(load, 1); b = pool.submit(parse, 2)', 'heterogeneous submits'],
    ['pool = Pool(4, initializer=connect)', 'initializer of a Pool'],
    ['for y in pool.imap_unordered(f, xs): pass', 'imap'],
    ['pool.starmap(f, xs); pool.apply_async(g)', 'several map shapes'],
    ['pool.terminate()', 'terminate'],
  ])('%s: %s', (line, feature) => {
    expect(found(`import x\n\n${line}\n`)).toEqual([`${feature} 3`]);
  });

  it('is nothing in comments, strings and docstrings', () => {
    expect(
      found('"""Call pool.terminate()\nor future.cancel()."""\nx = "pool.imap(f)"  # as_completed(fs)\n'),
    ).toEqual([]);
  });

  it('is nothing of a program that only submits one function, or maps in one way', () => {
    expect(found('a = pool.submit(f, 1)\nb = pool.submit(f, 2)\npool.map(f, xs)\n')).toEqual([]);
  });

  it('keeps the line behind a docstring of several lines', () => {
    expect(found('"""One\ntwo\nthree."""\npool.terminate()\n')).toEqual(['terminate 4']);
  });
});
