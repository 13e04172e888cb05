import type { PlannedTrial } from '../../../shared/experiment.ts';
import type { JobId, LiveBatch, LiveCores, LiveHistory, LiveTrial } from '../../../shared/jobs.ts';
import { outcomeCode, type LogRow, type TaskBatch } from '../../../shared/session.ts';
import { CoreHistory, coreColumns, halved, readingsOf, type CoreReading } from './core-history.ts';
import { mergeToLimit, spanColumns, SpanMerger, type Span } from './span.ts';
import { OutputTail } from './output-tail.ts';
import { SpanHistory } from './span-history.ts';

/** Tasks that end within two milliseconds are one pixel of ten seconds on a wide screen. */
const resolutionNs = 2e6;
const mostSpansInBatch = 2_000;
/** Between two batches, which may be long when windows do not keep up. */
const mostSpansWaiting = 2 * mostSpansInBatch;
const mostSpansKept = 14_000;
const mostReadingsKept = 6_000;
/** A window shows the end of what was printed; all that is kept of it is in the session. */
const mostOutputRows = 300;
const mostOutputCharacters = 64 * 1024;

const ok = outcomeCode('ok');

/**
 * What a lab or a profile under way tells windows: gathered since the last batch, and kept as a history for a window that comes later. It
 * takes the same whether somebody watches or not, except that batches are only made when they are asked for.
 */
export class LiveFeed {
  readonly #job: JobId;
  readonly #trials = new Map<number, LiveTrial>();
  readonly #changed = new Set<number>();
  readonly #merger = new SpanMerger(resolutionNs);
  /** Spans that are in the history already and in no batch yet. */
  #fresh: readonly Span[] = [];
  readonly #spans = new SpanHistory(mostSpansKept, resolutionNs);
  readonly #cores = new CoreHistory(mostReadingsKept);
  #readings: CoreReading[] = [];
  readonly #output = new OutputTail(mostOutputRows, mostOutputCharacters);
  readonly #freshOutput = new OutputTail(mostOutputRows, mostOutputCharacters);
  #originNs: bigint | null = null;

  constructor(job: JobId) {
    this.#job = job;
  }

  /** The recording begins; `originNs` is CLOCK_MONOTONIC at the session's start. */
  begin(originNs: bigint): void {
    this.#originNs = originNs;
  }

  get began(): boolean {
    return this.#originNs !== null;
  }

  trialBegan(trial: number, planned: PlannedTrial, startNs: number): void {
    this.#setTrial({ ...planned, trial, startNs, endNs: null, settled: 0, failed: 0 });
  }

  trialEnded(trial: number, endNs: number): void {
    const known = this.#trials.get(trial);
    if (known !== undefined) this.#setTrial({ ...known, endNs });
  }

  coresRead(rows: LiveCores): void {
    for (const reading of readingsOf(rows)) this.#readings.push(reading);
    if (this.#readings.length > mostReadingsKept) this.#readings = [...halved(this.#readings)];
  }

  printed(row: LogRow): void {
    this.#freshOutput.add([row]);
  }

  /** A batch of one trial. */
  tasksSettled(batch: TaskBatch): void {
    const failed = this.#addTasks(batch, this.#nowNs());
    const known = this.#trials.get(batch.trial[0] ?? -1);
    if (known !== undefined) {
      const settled = known.settled + batch.index.length;
      this.#setTrial({ ...known, settled, failed: known.failed + failed });
    }
    if (this.#merger.length > mostSpansInBatch) this.#keepSpans(this.#merger.take());
  }

  /** What came since the last call, or since the last `pass`. */
  take(): LiveBatch {
    const trials = [...this.#changed].flatMap((trial) => this.#trials.get(trial) ?? []);
    const cores = coreColumns(this.#readings);
    const output = this.#freshOutput.all();
    const spans = spanColumns(this.#pass());
    return { job: this.#job, nowNs: this.#nowNs(), trials, cores, spans, output };
  }

  /** Lets what came since the last call go by: nobody watches. */
  pass(): void {
    this.#pass();
  }

  /** Everything so far, what `take` would give included. */
  history(): LiveHistory {
    this.pass();
    return {
      job: this.#job,
      nowNs: this.#nowNs(),
      trials: [...this.#trials.values()],
      cores: coreColumns(this.#cores.all()),
      spans: spanColumns(this.#spans.all()),
      output: this.#output.all(),
    };
  }

  /** Gives the number of those that failed. A task whose start or end nobody saw is drawn where it is known to have been over. */
  #addTasks({ trial, lane, start, end, outcome }: TaskBatch, nowNs: number): number {
    let failed = 0;
    for (let row = 0; row < trial.length; row += 1) {
      const known = end[row] ?? Number.NaN;
      const endNs = Number.isNaN(known) ? nowNs : known;
      const begun = start[row] ?? Number.NaN;
      const startNs = Number.isNaN(begun) ? endNs : begun;
      const failure = outcome[row] === ok ? 0 : 1;
      failed += failure;
      this.#merger.add(trial[row] ?? 0, lane[row] ?? 0, startNs, endNs, 1, failure);
    }
    return failed;
  }

  #nowNs(): number {
    return this.#originNs === null ? 0 : Number(process.hrtime.bigint() - this.#originNs);
  }

  #setTrial(trial: LiveTrial): void {
    this.#trials.set(trial.trial, trial);
    this.#changed.add(trial.trial);
  }

  /** Moves everything new to the history; gives the spans, few enough for a batch. */
  #pass(): readonly Span[] {
    this.#changed.clear();
    this.#output.add(this.#freshOutput.take());
    this.#cores.add(this.#readings);
    this.#readings = [];
    this.#keepSpans(this.#merger.take());
    const { spans } = mergeToLimit(this.#fresh, mostSpansInBatch, 2 * resolutionNs);
    this.#fresh = [];
    return spans;
  }

  #keepSpans(spans: readonly Span[]): void {
    this.#spans.add(spans);
    const { spans: fresh } = mergeToLimit([...this.#fresh, ...spans], mostSpansWaiting, 2 * resolutionNs);
    this.#fresh = fresh;
  }
}
