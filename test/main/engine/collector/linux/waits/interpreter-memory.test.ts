import { expect, it } from 'vitest';
import {
  interpreterMemory,
  isWithin,
} from '../../../../../../src/main/engine/collector/linux/waits/interpreter-memory.ts';
import { threadState } from '../../../../../../src/main/engine/collector/linux/waits/thread-state.ts';

/** As Debian's python3 has it: the interpreter is the program. */
const ownProgram = `00400000-0041f000 r--p 00000000 fe:00 260811                             /usr/bin/python3.11
0041f000-006d2000 r-xp 0001f000 fe:00 260811                             /usr/bin/python3.11
00946000-00a85000 rw-p 00545000 fe:00 260811                             /usr/bin/python3.11
00a85000-00aca000 rw-p 00000000 00:00 0 
00aca000-3e051000 rw-p 00000000 00:00 0                                  [heap]
7f472f77b000-7f472f9e1000 rw-p 00000000 00:00 0 
7f472fd4f000-7f472fd51000 rw-p 00000000 00:00 0 `;

/** As a Python that was built with --enable-shared has it. */
const sharedLibrary = `55e46abd0000-55e46abd1000 r--p 00002000 fe:00 95595                      /opt/my python/bin/python3.13
55e46abd1000-55e46abd2000 rw-p 00003000 fe:00 95595                      /opt/my python/bin/python3.13
55e483c1a000-55e483cfe000 rw-p 00000000 00:00 0                          [heap]
7f8eee886000-7f8eeeb32000 r-xp 00086000 fe:00 95870                      /opt/my python/lib/libpython3.13.so.1.0
7f8eeecde000-7f8eeeceb000 r--p 004dd000 fe:00 95870                      /opt/my python/lib/libpython3.13.so.1.0
7f8eeeceb000-7f8eeed6f000 rw-p 004ea000 fe:00 95870                      /opt/my python/lib/libpython3.13.so.1.0
7f8eeed6f000-7f8eeede1000 rw-p 00000000 00:00 0 
7f8eeedfc000-7f8eeee62000 rw-p 00000000 00:00 0 `;

it('is what the program may write of itself, where the interpreter is the program, and what lies right behind', () => {
  expect(interpreterMemory(ownProgram, '/usr/bin/python3.11')).toEqual([
    { from: 0x946000, to: 0xa85000 },
    { from: 0xa85000, to: 0xaca000 },
  ]);
});

it('is that of the library, where there is one', () => {
  expect(interpreterMemory(sharedLibrary, '/opt/my python/bin/python3.13')).toContainEqual({
    from: 0x7f8eeeceb000,
    to: 0x7f8eeed6f000,
  });
  const embedded = sharedLibrary.replaceAll('bin/python3.13', 'bin/render');
  expect(interpreterMemory(embedded, '/opt/my python/bin/render')).toEqual([
    { from: 0x7f8eeeceb000, to: 0x7f8eeed6f000 },
    { from: 0x7f8eeed6f000, to: 0x7f8eeede1000 },
  ]);
});

it('stays known when the file has been replaced meanwhile', () => {
  const deleted = ownProgram.replaceAll('python3.11', 'python3.11 (deleted)');
  expect(interpreterMemory(deleted, '/usr/bin/python3.11 (deleted)')).toHaveLength(2);
});

it.each(['python3-config', 'pythonista', 'ipython3', 'node', 'pypy3.10'])(
  'is none of a program called %s',
  (name) => {
    expect(interpreterMemory(ownProgram.replaceAll('python3.11', name), `/usr/bin/${name}`)).toBeNull();
  },
);

it.each(['python', 'python3', 'python3.13t', 'python3.12d'])('is one of a program called %s', (name) => {
  expect(interpreterMemory(ownProgram.replaceAll('python3.11', name), `/usr/bin/${name}`)).toHaveLength(2);
});

it('says nothing where waiting for the GIL looks like waiting for any lock', () => {
  const musl = `${sharedLibrary}\n7f8eeeec4000-7f8eeeec6000 r-xp 00000000 fe:00 9 /lib/ld-musl-x86_64.so.1`;
  expect(interpreterMemory(musl, '/opt/my python/bin/python3.13')).toBe('musl');
});

it('is none where nothing is told', () => {
  expect(interpreterMemory('', '/usr/bin/python3')).toBeNull();
});

const memory = [{ from: 0x946000, to: 0xa85000 }];
const futex = process.arch === 'x64' ? 202 : 98;

it.each([
  ['running\n', 'running'],
  [`${futex} 0x946000 0x189 0x0 0x7ffd 0x0 0xffffffff 0x7ffd4c8b3338 0x7f472fb322ad\n`, 'gil'],
  [`${futex} 0xa84fff 0x189 0x0 0x0 0x0 0xffffffff 0x7ffd4c8b3338 0x7f472fb322ad\n`, 'gil'],
  [`${futex} 0xa85000 0x189 0x0 0x0 0x0 0xffffffff 0x7ffd4c8b3338 0x7f472fb322ad\n`, 'lock'],
  ['449 0x7ffd4c8b3338 0x1 0x0 0x0 0x0 0x0 0x7ffd4c8b3338 0x7f472fb322ad\n', 'lock'],
  ['230 0x1 0x946000 0x7ffd4c8b3338 0x0 0x0 0x0 0x7ffd4c8b3338 0x7f472fb322ad\n', 'io'],
  ['-1 0x7ffd4c8b3338 0x7f472fb322ad\n', 'io'],
  ['', null],
  ['?\n', null],
])('a thread at %j is seen as %s', (text, state) => {
  expect(threadState(text, memory)).toBe(state);
  expect(isWithin(memory, 0xa85000)).toBe(false);
});
