import { describe, expect, it } from 'vitest';
import { asyncInNameOnly } from '../../../../../../src/main/engine/advice/findings/traced/async-in-name-only.ts';
import { loopBlocked } from '../../../../../../src/main/engine/advice/findings/traced/loop-blocked.ts';
import type {
  HeavyCoroutines,
  Hold,
} from '../../../../../../src/main/engine/advice/findings/traced/traced-evidence.ts';
import type { Finding } from '../../../../../../src/shared/lab-report.ts';
import { heavyOf, holdOf, judged, loopOf, siteOf, workOf } from './evidence-parts.ts';

const held = (...holds: readonly Hold[]): Finding | null =>
  judged(loopBlocked, { loops: [loopOf({ holds })] });

const waitingForCore = (delayMs: number): Finding | null =>
  held(holdOf(100, 250, { wait: { runDelayNs: delayMs * 1e6, stolenNs: 0 } }));

const waitingForHost = (stolenMs: number): Finding | null =>
  held(holdOf(100, 250, { wait: { runDelayNs: 0, stolenNs: stolenMs * 1e6 } }));

const hold = (fromMs: number, toMs: number): Hold =>
  holdOf(fromMs, toMs, { site: null, name: 'events', others: null });

const ofNode = (...holds: readonly Hold[]): Finding | null =>
  judged(loopBlocked, { loops: [loopOf({ language: 'node', holds })] });

const among = (others: number): Finding | null =>
  judged(loopBlocked, { loops: [loopOf({ heavy: heavyOf(), holds: [holdOf(0, 200, { others })] })] });

describe('loop-blocked', () => {
  it('says nothing of the loop of a worker thread of Node, which is there to compute', () => {
    const holds = [hold(0, 900)];
    const inThread = (tid: number) =>
      judged(loopBlocked, { loops: [loopOf({ language: 'node', tid, holds })] });
    expect(inThread(100)).not.toBeNull();
    expect(inThread(101)).toBeNull();
  });

  it('says which code held the loop, how long, how often and who waited', () => {
    const finding = held(holdOf(100, 250), holdOf(400, 700, { others: 5 }));
    expect(finding?.title).toBe('The event loop stood still for up to 300 ms, 2 times, while render ran.');
    expect(finding?.evidence).toMatchObject({
      longest_ms: 300,
      times: 2,
      held_ms: 450,
      others_waiting: 5,
      loop_pid: 100,
      defined_at: '/home/ada/shop/render.py:3',
    });
    expect(finding?.range_ms).toEqual([100, 700]);
    expect(finding?.remedy).toContain('render (render.py:3)');
  });

  it('names a callback', () => {
    const finding = held(holdOf(100, 400, { site: null, name: 'on_request (app.py:12)', others: 2 }));
    expect(finding?.title).toBe('The event loop stood still for up to 300 ms, while on_request ran.');
    expect(finding?.evidence).toMatchObject({ code: 'on_request (app.py:12)', others_waiting: 2 });
  });

  it('where nobody knows who waited, takes three times or half a second; speaks to Node of threads', () => {
    const finding = ofNode(hold(0, 150), hold(200, 350), hold(400, 550));
    expect(finding?.title).toBe(
      'The event loop stood still for up to 150 ms, 3 times, while callbacks of events ran.',
    );
    expect(finding?.evidence).toMatchObject({ code: 'events', others_waiting: null });
    expect(finding?.remedy).toContain('worker_threads');
    expect(ofNode(hold(0, 150), hold(200, 350))).toBeNull();
    expect(ofNode(hold(0, 499))).toBeNull();
    expect(ofNode(hold(0, 500))).not.toBeNull();
  });

  it('tells the code apart that held it, the worst first', () => {
    const other = siteOf({
      number: 2,
      callable: { name: 'parse', file: '/home/ada/shop/parse.py', line: 9 },
    });
    const finding = held(holdOf(0, 150, { site: other }), holdOf(400, 700), holdOf(700, 900));
    expect(finding?.evidence).toMatchObject({
      callable: 'render',
      others: 1,
      also_at: '/home/ada/shop/parse.py:9',
    });
  });

  it('says nothing of coroutines that hold up each other, which is async-in-name-only, unless others wait, too', () => {
    expect(among(3)).toBeNull();
    expect(among(4)).not.toBeNull();
  });

  it('takes a step that mostly waited for a core for none that holds the loop', () => {
    expect(waitingForCore(110)).toBeNull();
    expect(waitingForCore(90)?.evidence).toMatchObject({ longest_ms: 150, run_delay_ms: 90 });
  });

  it('takes one whose core mostly stood still, as its host ran others, for none either', () => {
    expect(waitingForHost(110)).toBeNull();
    expect(waitingForHost(90)?.evidence).toMatchObject({ longest_ms: 150 });
  });

  it('says nothing when nobody else was there', () => {
    expect(held(holdOf(100, 900, { others: 0 }))).toBeNull();
    expect(held()).toBeNull();
  });
});

const heavy = (parts: Partial<HeavyCoroutines> = {}): Finding | null =>
  judged(asyncInNameOnly, { loops: [loopOf({ heavy: heavyOf(parts) })] });

describe('async-in-name-only', () => {
  it('finds coroutines that were started together and computed one after another', () => {
    const finding = heavy();
    expect(finding?.title).toBe(
      '4 coroutines like render computed one after another on one loop for 790 ms.',
    );
    expect(finding?.evidence).toMatchObject({
      coroutines: 4,
      steps: 4,
      step_mean_ms: 197.5,
      alive_mean: 2.5,
    });
    expect(finding?.range_ms).toEqual([0, 800]);
    expect(finding?.remedy).toContain('ProcessPoolExecutor');
  });

  it('says nothing of one, of some that come one after the other, that wait, that block without computing, or are short', () => {
    expect(heavy({ tasks: 1 })).toBeNull();
    expect(heavy({ aliveNs: 900e6 })).toBeNull();
    expect(heavy({ stepNs: 600e6 })).toBeNull();
    expect(heavy({ work: workOf(0.5, 0.5, 0, 800) })).toBeNull();
    expect(heavy({ work: null })).toBeNull();
    expect(heavy({ stepNs: 95e6, to: 100e6, aliveNs: 200e6, work: workOf(1, 1, 0, 100) })).toBeNull();
  });

  it('takes waiting for a core for computing', () => {
    expect(heavy({ work: workOf(0.95, 0.4, 0, 800) })).not.toBeNull();
  });
});
