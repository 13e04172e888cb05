import { describe, expect, it } from 'vitest';
import { coreFacts } from '../../../../src/renderer/panels/settings/core-facts.ts';
import { interpreterOptions } from '../../../../src/renderer/panels/settings/interpreter-options.ts';
import type { Interpreter } from '../../../../src/shared/workplace.ts';

const node = (path: string, version: string, origin: string, stripsTypes = true): Interpreter => ({
  language: 'node',
  path,
  version,
  origin,
  stripsTypes,
});
const onPath = node('/usr/bin/node', '20.20.0', 'PATH', false);
const own = node('/opt/corelane/node', '24.21.0', 'Corelane');

describe('interpreterOptions', () => {
  it('offers the one on PATH as no choice at all, then the others', () => {
    expect(interpreterOptions('Node', [onPath, own], null)).toEqual([
      { value: null, label: 'Node 20.20.0, without TypeScript', hint: 'on PATH · /usr/bin/node' },
      {
        value: '/opt/corelane/node',
        label: 'Node 24.21.0',
        hint: 'comes with Corelane · /opt/corelane/node',
      },
    ]);
  });

  it('names the chosen one once', () => {
    const chosen = { ...own, origin: 'settings' };
    expect(interpreterOptions('Node', [chosen, onPath], chosen.path).map(({ value }) => value)).toEqual([
      null,
      chosen.path,
    ]);
  });

  it('keeps a chosen one in sight that is not usable any more', () => {
    expect(interpreterOptions('Node', [onPath], '/gone/node')[1]).toEqual({
      value: '/gone/node',
      label: 'Not a usable Node',
      hint: '/gone/node',
    });
  });

  it('says when PATH names none', () => {
    expect(interpreterOptions('Python', [], null)).toEqual([
      { value: null, label: 'The Python on PATH', hint: 'There is none now.' },
    ]);
  });
});

describe('coreFacts', () => {
  it('says what is known and nothing else', () => {
    const core = { core: 0, physical: 0, socket: 0, maxMhz: 3600 };
    expect(coreFacts([core, { ...core, core: 1 }])).toBe(', on 1 physical, up to 3.6 GHz');
    expect(coreFacts([core, { ...core, core: 1, physical: 1, maxMhz: 2400 }])).toBe(
      ', on 2 physical, up to 3.6 or 2.4 GHz',
    );
    expect(coreFacts([{ core: 0, physical: null, socket: null, maxMhz: null }])).toBe('');
  });
});
