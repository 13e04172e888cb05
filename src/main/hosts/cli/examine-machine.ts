import type { Machine } from '../../../shared/lab-report.ts';
import { choosePlatform } from '../../engine/collector/choose-platform.ts';
import { describeCores } from '../../engine/lab/existing-cores.ts';
import { examine, type Examination } from '../../engine/workplace/examination.ts';
import { sessionsFolderOf, SettingsFile } from '../../engine/workplace/settings-file.ts';
import { wrapText } from './text-layout.ts';
import { viewOf } from './text-view.ts';
import type { TextView } from './text-view.ts';

/** What `doctor --json` prints. */
interface DoctorReport extends Examination {
  readonly corelane: 1;
  readonly command: 'doctor';
  readonly machine: Machine;
  readonly platform: string;
  readonly cores: readonly number[];
}

/** `corelane doctor`: what can be measured here, and whether everything Corelane runs on is there. */
export async function examineMachine({ json }: { readonly json: boolean }): Promise<void> {
  const platform = choosePlatform();
  const settings = new SettingsFile().read();
  const report: DoctorReport = {
    corelane: 1,
    command: 'doctor',
    machine: platform.machine(),
    platform: platform.name,
    cores: platform.cores(),
    ...(await examine({ platform, sessionsFolder: sessionsFolderOf(settings), node: settings.node })),
  };
  process.stdout.write(
    json ? `${JSON.stringify(report, null, 2)}\n` : render(report, viewOf(process.stdout)),
  );
}

function render({ machine, platform, cores, nodes, capabilities }: DoctorReport, view: TextView): string {
  const { columns, paint } = view;
  const width = Math.max(...capabilities.map(({ name }) => name.length));
  const rows = capabilities.flatMap(({ name, available, reason, remedy }) =>
    available
      ? [`${paint('good', '✓')} ${name}`]
      : [
          wrapText(
            `${paint('bad', '✗')} ${name.padEnd(width)}  ${reason ?? 'not available'}`,
            columns,
            width + 4,
          ),
          ...(remedy === null ? [] : [wrapText(`${' '.repeat(width + 4)}→ ${remedy}`, columns, width + 6)]),
        ],
  );
  return [
    `${paint('title', machine.model)}, ${describeCores(cores)}, ${machine.os} (platform ${platform})`,
    `Engine on Node ${nodes.engine}, tasks on ${nodes.task === null ? 'no Node' : `Node ${nodes.task}`}`,
    '',
    ...rows,
    '',
  ].join('\n');
}
