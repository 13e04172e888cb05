import { formatDuration } from '../../shared/durations.ts';
import { counted, formatShare } from '../../shared/figures.ts';
import { asNanoseconds } from '../../shared/units.ts';
import { placeText as tracedPlaceText } from '../format/traced-place.ts';
import { flameRoot, type FlameFrame, type FlameTree } from './flame-tree.ts';

const languages: Readonly<Record<FlameFrame['language'], string>> = { python: 'Python', node: 'Node' };

/** `crawl.py:12`; empty of what has no file, as what is native. */
export const placeText = (frame: FlameFrame): string => (frame.file === '' ? '' : tracedPlaceText(frame));

/** `fetch crawl.py:12` */
export const functionText = (frame: FlameFrame): string => `${frame.name} ${placeText(frame)}`.trim();

/** `840 ms, 12 %` of the time of all samples. */
export const timeAndShare = (tree: FlameTree, ns: number): string =>
  `${formatDuration(asNanoseconds(ns))}, ${formatShare(tree.share(ns))}`;

export const nodeName = (tree: FlameTree, node: number): string =>
  tree.frame(node)?.name ?? (node === flameRoot ? 'All samples' : '(unknown)');

/** What a tooltip says of a node. */
export function nodeLines(
  tree: FlameTree,
  node: number,
): readonly { readonly name: string; readonly value: string }[] {
  const frame = tree.frame(node);
  return [
    ...(frame === null || frame.file === ''
      ? []
      : [{ name: 'at', value: frame.line > 0 ? `${frame.file}:${frame.line}` : frame.file }]),
    ...(frame === null ? [] : [{ name: 'language', value: languages[frame.language] }]),
    { name: 'self', value: timeAndShare(tree, tree.self(node)) },
    { name: 'total', value: timeAndShare(tree, tree.total(node)) },
  ];
}

/** A node in a sentence, for who does not see the graph. */
export function nodeSentence(tree: FlameTree, node: number): string {
  const frame = tree.frame(node);
  const place = frame === null ? '' : placeText(frame);
  const callees = tree.callees(node).length;
  return [
    place === '' ? nodeName(tree, node) : `${nodeName(tree, node)} ${place}`,
    `total ${timeAndShare(tree, tree.total(node))}`,
    `self ${timeAndShare(tree, tree.self(node))}`,
    callees === 0 ? 'calls nothing' : `calls ${counted(callees, 'function')}`,
  ].join('; ');
}
