import { describe, expect, it } from 'vitest';
import { CorelaneError } from '../../src/shared/errors.ts';
import { decodeRpc, encodeRpc } from '../../src/shared/rpc-message.ts';

describe('a message between a window and the engine', () => {
  it('arrives with its typed arrays, on whatever offset its bytes lie', () => {
    const message = {
      t: 's',
      i: '1',
      r: { startNs: Float64Array.of(1.5, Number.NaN), lane: Uint16Array.of(7) },
    };
    const bytes = encodeRpc(message);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeRpc(shifted.subarray(3))).toEqual(message);
  });

  it('carries an error as code, sentence and remedy', () => {
    const error = new CorelaneError('usage', 'There is no core 9.', 'Choose one of 0, 1.');
    const { e } = decodeRpc(encodeRpc({ e: error }));
    expect(e).toBeInstanceOf(CorelaneError);
    expect(e).toMatchObject({ code: 'usage', message: 'There is no core 9.', remedy: 'Choose one of 0, 1.' });
  });

  it('makes anything else that is thrown a defect of Corelane, without its stack', () => {
    const { e } = decodeRpc(encodeRpc({ e: new TypeError('x is not a function') }));
    expect(e).toMatchObject({ code: 'internal', message: 'Corelane itself failed: x is not a function' });
  });

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, -1)],
    ['two of them', twice],
  ])('is refused when it is not one frame: %s', (_, bend) => {
    expect(() => decodeRpc(bend(encodeRpc({ e: undefined })))).toThrow(RangeError);
  });
});

function twice(bytes: Uint8Array): Uint8Array {
  return new Uint8Array([...bytes, ...bytes]);
}
