import { CorelaneError } from '../../../shared/errors.ts';
import type { Interpreter, Settings } from '../../../shared/workplace.ts';
import { askNode, nodesOnPath } from '../executors/node-runtime.ts';
import { programsOnPath } from '../executors/programs-on-path.ts';
import { askPython } from '../executors/python-runtime.ts';

/** The interpreters that a task can run on: those of the settings first, then those on PATH, then Corelane's own. Each path is named once. */
export async function findInterpreters(
  settings: Pick<Settings, 'node' | 'python'>,
): Promise<readonly Interpreter[]> {
  const nodes = await Promise.all(
    distinct([
      ...named(settings.node, 'settings'),
      ...nodesOnPath().map((path) => ({ path, origin: 'PATH' })),
      { path: process.execPath, origin: 'Corelane' },
    ]).map(describeNode),
  );
  const pythons = await Promise.all(
    distinct([
      ...named(settings.python, 'settings'),
      ...programsOnPath('python3').map((path) => ({ path, origin: 'PATH' })),
    ]).map(describePython),
  );
  return [...nodes, ...pythons].filter((interpreter) => interpreter !== null);
}

/** @throws CorelaneError interpreter-unusable unless what the settings are to name is an interpreter that runs. */
export async function requireInterpreters({ node, python }: Partial<Settings>): Promise<void> {
  if (typeof node === 'string' && (await askNode(node)) === null) throw unusable(node, 'Node');
  if (typeof python === 'string' && (await askPython(python)) === null) throw unusable(python, 'Python');
}

interface Candidate {
  readonly path: string;
  readonly origin: string;
}

const named = (path: string | null, origin: string): readonly Candidate[] =>
  path === null ? [] : [{ path, origin }];

const distinct = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.filter(({ path }, index) => candidates.findIndex((other) => other.path === path) === index);

async function describeNode({ path, origin }: Candidate): Promise<Interpreter | null> {
  const runtime = await askNode(path);
  return runtime === null ? null : { language: 'node', ...runtime, origin };
}

async function describePython({ path, origin }: Candidate): Promise<Interpreter | null> {
  const version = await askPython(path);
  return version === null ? null : { language: 'python', path, version, origin, stripsTypes: false };
}

const unusable = (path: string, language: string): CorelaneError =>
  new CorelaneError(
    'interpreter-unusable',
    `${path} is not a ${language} that runs.`,
    `Choose the ${language} executable itself, or leave the choice to PATH.`,
  );
