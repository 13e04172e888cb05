import type { DetailRows, SessionReader } from '../../../shared/session.ts';
import { CallTree } from '../sampling/call-tree.ts';
import type { Exporter } from './exporter.ts';
import { framesOf, requireSamples, samplesByThread, titleOf } from './cpu-samples.ts';

/**
 * V8's CPU profile (https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile), which Chrome's and VS Code's developer
 * tools open. It holds one thread, so that each thread is a call of the root, and samples of all follow each other on one axis: what
 * threads did at the same time stands one after the other, and the width of each bar is CPU time, or wall time where the name of the thread says so. Times are microseconds.
 */
export const cpuProfileExporter: Exporter = {
  format: 'cpuprofile',
  streams: ['samples'],
  *chunks(session, advance) {
    requireSamples(session);
    const frames = framesOf(session);
    const profile = new Profile(session);
    for (const thread of samplesByThread(session, advance)) {
      profile.beginThread(titleOf(thread));
      for (const [at, stack] of thread.stacks.entries()) profile.add(stack, thread.weightsNs[at] ?? 0);
    }
    yield* profile.text(frames);
  },
};

interface ProfileNode {
  /** Null: the root, or a thread. */
  readonly frame: number | null;
  readonly name: string;
  readonly children: number[];
  hits: number;
}

/** Nodes are numbered from 1, as V8 does. */
class Profile {
  readonly #stacks: readonly DetailRows['stacks'][];
  readonly #nodes: ProfileNode[] = [{ frame: null, name: '(root)', children: [], hits: 0 }];
  readonly #samples: number[] = [];
  readonly #deltasUs: number[] = [];
  #tree: CallTree;
  /** By node of the thread's tree: the profile's. */
  #nodeOf: number[] = [];
  #weightUs = 0;

  constructor(session: SessionReader) {
    this.#stacks = session.details('stacks');
    this.#tree = new CallTree(this.#stacks);
  }

  beginThread(title: string): void {
    this.#tree = new CallTree(this.#stacks);
    this.#nodeOf = [this.#append(0, { frame: null, name: title, children: [], hits: 0 })];
  }

  /** A sample holds from its time until the next one's. */
  add(stack: number, weightNs: number): void {
    const inTree = this.#tree.nodeOf(stack);
    this.#followTree();
    const node = this.#nodeOf[inTree] ?? 0;
    const known = this.#nodes[node];
    if (known !== undefined) known.hits += 1;
    this.#samples.push(node + 1);
    this.#deltasUs.push(this.#weightUs);
    this.#weightUs = weightNs / 1e3;
  }

  *text(frames: ReadonlyMap<number, DetailRows['frames']>): Generator<string> {
    const end = this.#deltasUs.reduce((sum, delta) => sum + delta, this.#weightUs);
    yield '{"nodes":[';
    for (const [at, node] of this.#nodes.entries()) {
      yield `${at === 0 ? '' : ','}\n${JSON.stringify(nodeText(at + 1, node, frames))}`;
    }
    yield `],\n"startTime":0,"endTime":${end}`;
    yield `,\n"samples":${JSON.stringify(this.#samples)},\n"timeDeltas":${JSON.stringify(this.#deltasUs)}}\n`;
  }

  /** Takes over the nodes that the tree got since the last time. */
  #followTree(): void {
    const { caller, frame } = this.#tree.since(this.#nodeOf.length);
    for (const [at, from] of caller.entries()) {
      const node = { frame: frame[at] ?? 0, name: '', children: [], hits: 0 };
      this.#nodeOf.push(this.#append(this.#nodeOf[from] ?? 0, node));
    }
  }

  #append(parent: number, node: ProfileNode): number {
    const number = this.#nodes.length;
    this.#nodes.push(node);
    this.#nodes[parent]?.children.push(number + 1);
    return number;
  }
}

function nodeText(
  id: number,
  { frame, name, children, hits }: ProfileNode,
  frames: ReadonlyMap<number, DetailRows['frames']>,
): object {
  const of = frame === null ? undefined : frames.get(frame);
  return {
    id,
    callFrame: {
      functionName: of?.name ?? name,
      scriptId: '0',
      url: of?.file ?? '',
      // V8 counts lines from 0; −1: none.
      lineNumber: of === undefined ? -1 : of.line - 1,
      columnNumber: -1,
    },
    hitCount: hits,
    children,
  };
}
