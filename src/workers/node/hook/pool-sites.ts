import { callSite } from './call-site.ts';
import type { Slot, Trace } from './trace.ts';

/** Tasks of a pool whose stacks are all looked at. */
const mostInRow = 100;

/** Beyond them, the next is looked at when there are this much more than at the look before. */
const growth = 1 / 20;

/** But one in so many at least is. */
const mostUnseen = 256;

/**
 * Where the tasks of a pool are submitted. A look at the stack is the dearest part of following a task (10 to 60 us, by its depth). So once a pool has had
 * many, some are looked at; the others were submitted from where all so far were, and it is not known from where if that was several places.
 */
export class PoolSites {
  private readonly trace: Trace;
  private tasks = 0;
  private nextLook = mostInRow;
  /** The number of the place's string; 0: none yet; -1: several. */
  private common = 0;

  constructor(trace: Trace) {
    this.trace = trace;
  }

  /** Tells where a task comes from, while it is being submitted. */
  tell(slot: Slot): void {
    this.tasks += 1;
    if (this.tasks <= mostInRow) this.look(slot);
    else if (this.tasks >= this.nextLook) {
      this.nextLook = this.tasks + Math.min(mostUnseen, Math.ceil(this.tasks * growth));
      this.look(slot);
    } else if (this.common > 0) this.trace.setWord(slot, 'site', this.common);
  }

  private look(slot: Slot): void {
    const site = callSite();
    if (site === null) return;
    const place = this.trace.place(site);
    this.trace.setWord(slot, 'site', place);
    if (this.common === 0) this.common = place;
    else if (this.common !== place) this.common = -1;
  }
}
