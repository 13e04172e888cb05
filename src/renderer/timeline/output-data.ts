import type { EngineApi } from '../../shared/engine-api.ts';
import type { OutputColumns, OutputPiece } from '../../shared/session-queries.ts';
import { isSharp, stripMargin, withMargin } from './level-of-detail.ts';
import { NewestWins } from './newest-wins.ts';
import type { OutputGroup } from './output-group.ts';
import { linesOfOutput } from './output-group.ts';
import { contains, spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

export type OutputSource = Pick<EngineApi, 'outputColumns' | 'outputPiece'>;

type Stream = OutputPiece['stream'];

interface View {
  readonly range: TimeRange;
  readonly width: number;
  /** All that there is: of a session that is being recorded it grows. */
  readonly lines: number;
  readonly extent: TimeRange;
}

interface Known {
  readonly columns: OutputColumns;
  readonly lines: number;
}

interface Moment {
  readonly stream: Stream;
  readonly atNs: number;
}

/** What the timeline knows of what was printed: how much in each column, and the piece that is pointed at. */
export class OutputData {
  readonly #columns: NewestWins<View, OutputColumns>;
  readonly #pieces: NewestWins<Moment, OutputPiece | null>;
  /** The whole of it, and what was seen last. */
  #known: readonly Known[] = [];
  #piece: { readonly at: Moment; readonly piece: OutputPiece } | null = null;
  #failure: unknown = null;

  /** @param pause between an answer and the next question of its kind */
  constructor(session: string, source: OutputSource, changed: () => void, pause: () => Promise<void>) {
    const failed = (thrown: unknown) => {
      this.#failure = thrown;
      changed();
    };
    this.#columns = new NewestWins<View, OutputColumns>(
      ({ range, width }) => source.outputColumns({ session, ...range, width }),
      (view, columns) => {
        this.#take(view, columns);
        changed();
      },
      failed,
      pause,
    );
    this.#pieces = new NewestWins<Moment, OutputPiece | null>(
      ({ stream, atNs }) => source.outputPiece({ session, stream, of: { kind: 'nearest', atNs } }),
      (at, piece) => {
        if (piece === null) return;
        this.#piece = { at, piece };
        changed();
      },
      failed,
      pause,
    );
  }

  /** What the last answer failed with; null: it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The best that is known of a range; null: nothing. */
  columns(range: TimeRange): OutputColumns | null {
    const covering = this.#known.findLast(({ columns }) => contains(columns, range));
    return (covering ?? this.#known[0])?.columns ?? null;
  }

  /** The first piece of a column, once it is known. */
  piece(stream: Stream, atNs: number): OutputPiece | null {
    return this.#piece?.at.stream === stream && this.#piece.at.atNs === atNs ? this.#piece.piece : null;
  }

  look(range: TimeRange, widthPx: number, group: OutputGroup): void {
    const lines = linesOfOutput(group);
    const isKnown = this.#known.some(
      (one) =>
        one.lines === lines &&
        isSharp(one.columns, spanOf(one.columns) / one.columns.width, range, group.extent, widthPx),
    );
    if (isKnown) this.#columns.forget();
    else {
      this.#columns.ask({
        range: withMargin(range, stripMargin),
        width: Math.ceil(widthPx * (1 + 2 * stripMargin)),
        lines,
        extent: group.extent,
      });
    }
  }

  /** Asks for the first piece of a column. */
  lookAt(stream: Stream, atNs: number): void {
    if (this.piece(stream, atNs) === null) this.#pieces.ask({ stream, atNs });
  }

  #take({ lines, extent }: View, columns: OutputColumns): void {
    this.#failure = null;
    const newest = { columns, lines };
    const [whole] = this.#known;
    const keepsWhole = whole !== undefined && contains(whole.columns, extent) && !contains(columns, extent);
    this.#known = keepsWhole ? [whole, newest] : [newest];
  }
}
