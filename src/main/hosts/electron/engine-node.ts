import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The Node that the engine runs on, and what it needs in its environment. */
export interface EngineNode {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The locked one, as a packaged app carries it or as npm installed it; else Electron's own, which is of the same major version. */
export function findEngineNode(resources: string, modules: string): EngineNode {
  const windows = process.platform === 'win32';
  const installed = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const executable = [join(resources, 'node'), join(modules, installed)]
    .map((folder) => join(folder, 'bin', windows ? 'node.exe' : 'node'))
    .find((candidate) => existsSync(candidate));
  return executable === undefined
    ? { executable: process.execPath, env: { ELECTRON_RUN_AS_NODE: '1' } }
    : { executable, env: {} };
}
