import { useMemo } from 'react';
import { formatDuration } from '../../../../shared/durations.ts';
import { counted, formatShare } from '../../../../shared/figures.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import { flameFunctions } from '../../../charts/flame-functions.ts';
import { searchTextOf } from '../../../charts/flame-search.ts';
import type { FlameFrame, FlameTree } from '../../../charts/flame-tree.ts';
import { placeText } from '../../../charts/flame-words.ts';
import styles from './HeaviestFunctions.module.css';

interface HeaviestFunctionsProps {
  readonly tree: FlameTree;
  /** What is to be known of the samples. */
  readonly remarks: readonly string[];
  /** What is searched for. */
  readonly text: string;
  /** Finds the function in the graph; with an empty text none. */
  readonly onFind: (text: string) => void;
}

/** More are counted: the first are those that matter. */
const mostRows = 100;

/** The functions with the most time of their own: the same as the graph says, in words. */
export function HeaviestFunctions({ tree, remarks, text, onFind }: HeaviestFunctionsProps) {
  const functions = useMemo(() => flameFunctions(tree), [tree]);
  return (
    // Without a tab stop of its own, nobody could scroll it by keyboard.
    <section className={styles['region']} aria-label="Heaviest functions" tabIndex={0}>
      {remarks.length > 0 && (
        <details className={styles['remarks']}>
          <summary>What these samples can tell, and what not</summary>
          {remarks.map((remark) => (
            <p key={remark}>{remark}</p>
          ))}
        </details>
      )}
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">function</th>
            <th scope="col" className={styles['number']} aria-sort="descending">
              self
            </th>
            <th scope="col" className={styles['number']}>
              total
            </th>
          </tr>
        </thead>
        <tbody>
          {functions.slice(0, mostRows).map(({ frame, selfNs, totalNs }) => {
            const wanted = searchTextOf(frame);
            const isFound = text === wanted;
            return (
              <tr key={frame.number} className={isFound ? styles['found'] : undefined}>
                <th scope="row">
                  <FunctionButton
                    frame={frame}
                    isFound={isFound}
                    onClick={() => onFind(isFound ? '' : wanted)}
                  />
                </th>
                <Time tree={tree} ns={selfNs} />
                <Time tree={tree} ns={totalNs} />
              </tr>
            );
          })}
        </tbody>
      </table>
      {functions.length > mostRows && (
        <p className={styles['more']}>{counted(functions.length - mostRows, 'further function')}</p>
      )}
    </section>
  );
}

interface FunctionButtonProps {
  readonly frame: FlameFrame;
  readonly isFound: boolean;
  readonly onClick: () => void;
}

const FunctionButton = ({ frame, isFound, onClick }: FunctionButtonProps) => (
  <button
    type="button"
    className={styles['function']}
    aria-pressed={isFound}
    title={frame.file === '' ? frame.name : `${frame.name}\n${frame.file}:${frame.line}`}
    onClick={onClick}
  >
    <span className={styles['name']}>{frame.name}</span>
    <span className={styles['place']}>{placeText(frame)}</span>
  </button>
);

const Time = ({ tree, ns }: { readonly tree: FlameTree; readonly ns: number }) => (
  <td className={styles['number']}>
    {formatDuration(asNanoseconds(ns))} <span className={styles['share']}>{formatShare(tree.share(ns))}</span>
  </td>
);
