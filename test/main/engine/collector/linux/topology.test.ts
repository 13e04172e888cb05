import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { onlineCores, readCore } from '../../../../../src/main/engine/collector/linux/topology.ts';
import { ownFolder } from '../../../../support/own-folder.ts';

it('tells siblings, socket and speed of a core, and null for what the kernel does not', () => {
  const root = ownFolder();
  const files = {
    'cpu5/topology/thread_siblings_list': '1,5\n',
    'cpu5/topology/physical_package_id': '0\n',
    'cpu5/cpufreq/cpuinfo_max_freq': '3600000\n',
    'cpu0/topology/physical_package_id': '-1\n',
  };
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  expect(readCore(5, root)).toEqual({ core: 5, physical: 1, socket: 0, maxMhz: 3600 });
  expect(readCore(0, root)).toEqual({ core: 0, physical: null, socket: null, maxMhz: null });
});

it('lists the cores that are on, and knows none where the kernel does not tell', () => {
  const path = join(ownFolder(), 'online');
  writeFileSync(path, '0-2,5,8-9\n');
  expect(onlineCores(path)).toEqual([0, 1, 2, 5, 8, 9]);
  expect(onlineCores(`${path}-missing`)).toBeNull();
});
