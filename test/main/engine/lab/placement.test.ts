import { describe, expect, it } from 'vitest';
import { linuxPlatform } from '../../../../src/main/engine/collector/linux/platform.ts';
import { portablePlatform } from '../../../../src/main/engine/collector/portable/platform.ts';
import { placeOn } from '../../../../src/main/engine/lab/placement.ts';

const asked = { cores: null, pin: 'each' } as const;

describe('where tasks may run', () => {
  it.runIf(process.platform === 'linux')('is where the user says, on a platform that can pin', () => {
    const [core = 0] = linuxPlatform.cores();
    expect(placeOn(linuxPlatform, { cores: [core], pin: 'set' })).toEqual({
      cores: [core],
      pin: 'set',
      confinedTo: [core],
      warning: null,
    });
  });

  it('is anywhere on one that cannot, and the report says why', () => {
    const placement = placeOn(portablePlatform, asked);
    expect(placement).toMatchObject({ cores: portablePlatform.cores(), pin: 'none', confinedTo: null });
    expect(placement.warning).toMatch(/^Workers are not pinned: .*pins a thread to a core\.$/);
  });

  it('is not warned about when nothing was to be pinned', () => {
    expect(placeOn(portablePlatform, { cores: null, pin: 'none' }).warning).toBeNull();
  });
});
