import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, it } from 'vitest';
import { sharesThreadIds } from '../../../../../../src/main/engine/collector/linux/perf/thread-ids.ts';
import { allowedModes } from './recorded-command.ts';

const opener = new URL(
  '../../../../../../src/main/engine/collector/linux/perf/open-switch-recording.ts',
  import.meta.url,
);
const script = `
  const { openSwitchRecording } = await import('${opener.href}');
  const { recording, refused } = openSwitchRecording({ originNs: process.hrtime.bigint(), cores: [0] });
  const answer = { mode: recording?.mode, refused };
  recording?.close();
  console.log(JSON.stringify(answer));
`;

const unshare = ['--pid', '--fork', '--mount-proc', process.execPath, '--input-type=module', '-e', script];

it.runIf(allowedModes.includes('system'))(
  'a container that hides the ids of threads outside of it records its own processes, and says why',
  () => {
    expect(sharesThreadIds()).toBe(true);
    const ran = spawnSync('unshare', unshare, { encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    expect(JSON.parse(ran.stdout)).toMatchObject({
      mode: 'process',
      refused: [{ tried: 'system', remedy: expect.stringContaining('--pid=host') }],
    });
  },
);
