import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CorelaneError } from '../../../shared/errors.ts';
import { programsOnPath } from './programs-on-path.ts';

/** A Node that can run user code. */
export interface NodeRuntime {
  readonly path: string;
  /** Without the leading `v`. */
  readonly version: string;
  readonly stripsTypes: boolean;
}

export interface ChosenNode {
  readonly runtime: NodeRuntime;
  /** Why it is not the Node that the user would get by typing `node`; null when it is. */
  readonly because: string | null;
}

const oldestMajor = 20;

/**
 * The Node that runs the user's tasks: `--node`, else the one on PATH; for TypeScript one that strips types, else
 * Corelane's own. Throws `interpreter-unusable` for a `--node` that cannot be used.
 */
export async function chooseNode(wanted: string | null, taskPath: string): Promise<ChosenNode> {
  const needsTypes = /\.[mc]?ts$/.test(taskPath);
  if (wanted !== null) return { runtime: await requireNode(wanted, needsTypes), because: null };
  const [found] = nodesOnPath();
  const runtime = found === undefined ? null : await askNode(found);
  if (runtime !== null && majorOf(runtime) >= oldestMajor && (runtime.stripsTypes || !needsTypes)) {
    return { runtime, because: null };
  }
  const own = await requireNode(process.execPath, needsTypes);
  return { runtime: own, because: reasonForOwn(runtime, own) };
}

function reasonForOwn(found: NodeRuntime | null, own: NodeRuntime): string {
  const ran = `the task ran on Corelane's own Node ${own.version} (--node chooses another).`;
  if (found === null) return `No usable node on PATH: ${ran}`;
  if (majorOf(found) < oldestMajor)
    return `Node ${found.version} on PATH is older than ${oldestMajor}: ${ran}`;
  return `Node ${found.version} on PATH does not strip TypeScript's types: ${ran}`;
}

async function requireNode(path: string, needsTypes: boolean): Promise<NodeRuntime> {
  const runtime = await askNode(path);
  const remedy = `Give --node the path of Node ${oldestMajor} or newer, or leave it out.`;
  if (runtime === null)
    throw new CorelaneError('interpreter-unusable', `${path} is not a Node that runs.`, remedy);
  if (majorOf(runtime) < oldestMajor) {
    throw new CorelaneError(
      'interpreter-unusable',
      `${path} is Node ${runtime.version}, too old to be measured.`,
      remedy,
    );
  }
  if (needsTypes && !runtime.stripsTypes) {
    throw new CorelaneError(
      'interpreter-unusable',
      `${path} is Node ${runtime.version}, which does not strip TypeScript's types.`,
      'Give --node the path of Node 22.18 or newer, leave it out, or compile the task to JavaScript.',
    );
  }
  return runtime;
}

const majorOf = ({ version }: NodeRuntime): number => Number(version.split('.', 1)[0]);

/** The Nodes on PATH, each once, in the order in which a shell looks. */
export const nodesOnPath = (): readonly string[] => programsOnPath('node');

const question = 'JSON.stringify([process.versions.node, process.features.typescript === "strip"])';

/** What a program says of itself as a Node; null when it is none that runs. */
export async function askNode(path: string): Promise<NodeRuntime | null> {
  try {
    const { stdout } = await promisify(execFile)(path, ['-p', question], { timeout: 10_000 });
    const [version, stripsTypes]: [string, boolean] = JSON.parse(stdout);
    return { path, version, stripsTypes };
  } catch {
    return null;
  }
}
