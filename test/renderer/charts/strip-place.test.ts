import { describe, expect, it } from 'vitest';
import { placeAfter } from '../../../src/renderer/charts/strip-place.ts';

const strip = { cores: [0, 1, 2, 3], timesNs: new Float64Array(20) };

describe('placeAfter', () => {
  it('begins at the first core and moment', () => {
    expect(placeAfter('ArrowRight', null, strip)).toEqual({ across: 0.5 / 20, down: 0.5 / 4 });
  });

  it('goes from cell to cell, by a tenth with the page keys, and stays on the strip', () => {
    const first = { across: 0.5 / 20, down: 0.5 / 4 };
    expect(placeAfter('ArrowRight', first, strip)).toEqual({ across: 1.5 / 20, down: 0.5 / 4 });
    expect(placeAfter('ArrowDown', first, strip)).toEqual({ across: 0.5 / 20, down: 1.5 / 4 });
    expect(placeAfter('PageDown', first, strip)).toEqual({ across: 2.5 / 20, down: 0.5 / 4 });
    expect(placeAfter('ArrowUp', first, strip)).toEqual(first);
    expect(placeAfter('ArrowLeft', first, strip)).toEqual(first);
  });

  it('leaves other keys and an empty strip alone', () => {
    expect(placeAfter('Tab', null, strip)).toBeNull();
    expect(placeAfter('ArrowRight', null, { cores: [], timesNs: new Float64Array() })).toBeNull();
  });
});
