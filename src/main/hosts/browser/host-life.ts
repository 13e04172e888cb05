/** What decides how long the browser host stays. */
export interface HostSituation {
  readonly windows: number;
  /** A window has been connected before. */
  readonly hadWindow: boolean;
  /** Jobs under way in the engine. */
  readonly jobs: number;
  /** The browser that the host started is gone: nothing of it comes back. */
  readonly browserGone: boolean;
  /** Only an address was printed: the user opens it whenever they like. */
  readonly awaitsUser: boolean;
}

const reloadMs = 3_000;
const reloadWhileBusyMs = 30_000;
const firstWindowMs = 60_000;

/** How long the host stays without a window, from when the last one closed. Null: as long as it likes. */
export function graceMs(situation: HostSituation): number | null {
  const { windows, hadWindow, jobs, browserGone, awaitsUser } = situation;
  if (windows > 0) return null;
  if (!hadWindow) return awaitsUser ? null : firstWindowMs;
  if (browserGone) return 0;
  // A tab that crashed may be loaded again; a measurement should not end with it.
  return jobs > 0 ? reloadWhileBusyMs : reloadMs;
}

/** Ends the host when it has stayed without a window for its time of grace. */
export class HostLife {
  readonly #situation: () => HostSituation;
  readonly #onEnd: () => void;
  #alone: number | null = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(situation: () => HostSituation, onEnd: () => void) {
    this.#situation = situation;
    this.#onEnd = onEnd;
  }

  /** To be called whenever the situation may have changed. */
  reconsider(): void {
    clearTimeout(this.#timer);
    const situation = this.#situation();
    const grace = graceMs(situation);
    this.#alone = situation.windows > 0 ? null : (this.#alone ?? performance.now());
    if (grace === null || this.#alone === null) return;
    this.#timer = setTimeout(this.#onEnd, Math.max(0, this.#alone + grace - performance.now()));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
