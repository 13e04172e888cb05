import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadExporter } from '../../../../src/main/engine/export/exporter.ts';
import type { ExportFormat } from '../../../../src/shared/workplace.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { sampledNode } from '../../../support/sampled-node.ts';
import { sampledProgram } from '../../../support/sampled-program.ts';
import { tracedProgram } from '../../../support/traced-program.ts';
import { recordSession, testFolder } from './recorded-session.ts';
import type { Content } from './recorded-session.ts';

async function exported(format: ExportFormat, content: Content): Promise<unknown> {
  const session = openSession(await recordSession(join(testFolder(), 'run.corelane'), content));
  try {
    const exporter = await loadExporter(format);
    const pieces = Array.from(
      exporter.chunks(session, () => undefined),
      (piece) => Buffer.from(piece),
    );
    return JSON.parse(Buffer.concat(pieces).toString());
  } finally {
    session.close();
  }
}

describe('CPU samples for speedscope', () => {
  it('are a profile per thread, with the outermost frame first and weights of CPU time', async () => {
    expect(await exported('speedscope', sampledProgram)).toMatchObject({
      $schema: 'https://www.speedscope.app/file-format-schema.json',
      shared: {
        frames: [
          { name: 'main', file: '/home/ada/script.py', line: 9 },
          { name: 'work', line: 3 },
          { name: 'fetch', line: 20 },
          { name: 'crunch', line: 6 },
        ],
      },
      profiles: [
        { type: 'sampled', unit: 'nanoseconds', samples: [[0], [0, 2], [0, 2]], weights: [1e6, 1e6, 2e6] },
        { samples: [[1]], endValue: 2e6 },
        { samples: [[1]], endValue: 1e6 },
        { samples: [[3]], endValue: 3e6 },
      ],
    });
  });
});

describe('CPU samples of Node', () => {
  const profiles = [
    { name: 'node · pid 300 · tid 300', weights: [3e6, 1e6, 1e6, 1e6] },
    { name: 'node · pid 300 · tid 302 · wall time', weights: [20e6] },
  ];

  it('weigh for speedscope what their thread was on a core, and the wall time of one that was not recorded, which its name says', async () => {
    expect(await exported('speedscope', sampledNode)).toMatchObject({ profiles });
  });

  it('weigh the same for developer tools', async () => {
    expect(await exported('cpuprofile', sampledNode)).toMatchObject({
      timeDeltas: [0, 3000, 1000, 1000, 1000],
      endTime: 26_000,
    });
  });
});

describe('CPU samples for developer tools', () => {
  it('are one tree with a branch for each thread, and one sample after the other', async () => {
    expect(await exported('cpuprofile', sampledProgram)).toMatchObject({
      nodes: [
        { id: 1, callFrame: { functionName: '(root)' }, children: [2, 5, 7, 9] },
        { id: 2, callFrame: { functionName: expect.stringContaining('tid 100') }, children: [3] },
        { id: 3, callFrame: { functionName: 'main', lineNumber: 8 }, hitCount: 1, children: [4] },
        { id: 4, callFrame: { functionName: 'fetch', url: '/home/ada/script.py' }, hitCount: 2 },
        { id: 5, callFrame: { functionName: expect.stringContaining('tid 101') } },
        { id: 6, callFrame: { functionName: 'work' }, hitCount: 1 },
        { id: 7 },
        { id: 8, callFrame: { functionName: 'work' }, hitCount: 1 },
        { id: 9 },
        { id: 10, callFrame: { functionName: 'crunch' }, hitCount: 1 },
      ],
      startTime: 0,
      endTime: 10_000,
      samples: [3, 4, 4, 6, 8, 10],
      timeDeltas: [0, 1000, 1000, 2000, 2000, 1000],
    });
  });
});

it.each(['cpuprofile', 'speedscope'] as const)(
  'refuses to export a session without CPU samples as %s, and says how to take them',
  async (format) => {
    await expect(exported(format, tracedProgram)).rejects.toMatchObject({
      code: 'export-failed',
      message: expect.stringContaining('holds no CPU samples'),
      remedy: expect.stringContaining('--cpu-profile'),
    });
  },
);
