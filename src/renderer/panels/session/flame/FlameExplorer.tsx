import { useMemo, useState } from 'react';
import { counted, formatCount } from '../../../../shared/figures.ts';
import { FlameChart } from '../../../charts/FlameChart.tsx';
import type { FlameCommand } from '../../../charts/flame-keys.ts';
import { searchFlame } from '../../../charts/flame-search.ts';
import { flameRoot, type FlameTree } from '../../../charts/flame-tree.ts';
import { nodeSentence, timeAndShare } from '../../../charts/flame-words.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Truncated } from '../../../ui/Truncated.tsx';
import styles from './FlamePanel.module.css';
import { HeaviestFunctions } from './HeaviestFunctions.tsx';

interface FlameExplorerProps {
  readonly tree: FlameTree;
  readonly remarks: readonly string[];
  readonly text: string;
  readonly onText: (text: string) => void;
}

interface Look {
  readonly zoomedTo: number;
  readonly selected: number | null;
}

const whole: Look = { zoomedTo: flameRoot, selected: null };

/** The graph, what is selected in it, and its heaviest functions as a table. */
export function FlameExplorer({ tree, remarks, text, onText }: FlameExplorerProps) {
  const [seen, setSeen] = useState({ tree, look: whole });
  const [dropped, setDropped] = useState(0);
  // A session that is being recorded has another graph every few seconds, and nodes are numbers of one graph only.
  const look = useMemo(
    () => (seen.tree === tree ? seen.look : sameLook(seen.tree, seen.look, tree)),
    [seen, tree],
  );
  const hits = useMemo(() => searchFlame(tree, text), [tree, text]);
  const { zoomedTo, selected } = look;

  const act = (command: FlameCommand): void => {
    switch (command.type) {
      case 'select':
        return setSeen({ tree, look: { ...look, selected: command.node } });
      case 'zoom':
        return setSeen({ tree, look: { zoomedTo: command.node, selected: command.node } });
      case 'reset':
        if (zoomedTo === flameRoot && selected === null) onText('');
        return setSeen({
          tree,
          look: { zoomedTo: flameRoot, selected: zoomedTo === flameRoot ? null : selected },
        });
    }
  };
  const found =
    hits === null
      ? null
      : hits.nodes === 0
        ? 'No function is called so.'
        : `Found: ${timeAndShare(tree, hits.totalNs)} of all samples.`;
  const told = selected === null ? null : nodeSentence(tree, selected);
  return (
    <div className={styles['explorer']}>
      <div className={styles['graph']}>
        <FlameChart
          tree={tree}
          description={`Flame graph of ${counted(tree.count - 1, 'call')}; ${nodeSentence(tree, flameRoot)}`}
          hits={hits}
          zoomedTo={zoomedTo}
          selected={selected}
          act={act}
          onDropped={setDropped}
        />
        <div className={styles['line']}>
          <Truncated text={[found, told].filter((part) => part !== null).join(' ') || hint} />
          {dropped > 0 && (
            <span className={styles['dropped']}>{formatCount(dropped)} too narrow to draw</span>
          )}
          {zoomedTo !== flameRoot && (
            <IconButton
              icon="zoom-out"
              label="Show everything again (Esc)"
              onClick={() => act({ type: 'reset' })}
            />
          )}
        </div>
        <p className="visually-hidden" aria-live="polite">
          {[found, told].join(' ')}
        </p>
      </div>
      <HeaviestFunctions tree={tree} remarks={remarks} text={text} onFind={onText} />
    </div>
  );
}

const sameLook = (before: FlameTree, { zoomedTo, selected }: Look, tree: FlameTree): Look => ({
  zoomedTo: tree.counterpart(before, zoomedTo) ?? flameRoot,
  selected: selected === null ? null : tree.counterpart(before, selected),
});

const hint =
  'A colour per file; grey is the runtime and what was installed. Double-click or Enter zooms, Escape goes back.';
