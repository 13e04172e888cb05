import { formatCount, formatMilliseconds, formatShare } from '../../../../../shared/figures.ts';
import type { EvidenceScope, Found, Rule } from '../evidence.ts';
import { milliseconds, rangeMs, wallOf } from '../measures.ts';
import { isInNameOnly } from './async-in-name-only.ts';
import { callableIn, cut, definedAt, siteFigures, wherePlace, worstOf } from './places.ts';
import type { Hold, LoopEvidence } from './traced-evidence.ts';

/** On a busy machine any step may take long. Half of what a hold has to be, the code took itself, and did not wait for a core or for the host. */
const ownFromNs = 50e6;
/** Of the whole; or once for so long that whoever waited gave up. */
const shareOfTimeFrom = 0.01;
const onceFromNs = 1e9;

/** Where nobody knows whether others waited, a script may merely do one thing after another, and this would be its one long part. */
const unseenTimesFrom = 3;
const unseenOnceFromNs = 500e6;

/** Code held an event loop for so long that other tasks of the loop were late. */
export const loopBlocked: Rule = ({ scope, traced }) =>
  worstOf(
    (traced?.loops ?? []).filter(isForOthers).flatMap((loop) => {
      const kin = kinOf(scope, loop);
      const holds = loop.holds.filter(
        (hold) =>
          durationOf(hold) - hold.wait.runDelayNs - hold.wait.stolenNs >= ownFromNs &&
          (hold.others === null || hold.others > kin),
      );
      const groups = Map.groupBy(holds, codeOf);
      return [...groups.values()].flatMap((same) => {
        const found = heldBy(scope, loop, same);
        const [{ site, name } = { site: null, name: null }] = same;
        return found === null ? [] : [{ found, where: wherePlace(site?.callable ?? null) ?? name }];
      });
    }),
  );

/** A worker thread of Node is started to compute. Nobody waits for its loop but for its result. */
const isForOthers = ({ language, pid, tid }: LoopEvidence): boolean => language !== 'node' || tid === pid;

/** Coroutines that compute side by side hold up each other: that is a finding of its own, unless somebody else waited, too. */
const kinOf = (scope: EvidenceScope, { heavy }: LoopEvidence): number =>
  heavy !== null && isInNameOnly(scope, heavy) ? heavy.tasks - 1 : 0;

function heldBy(
  scope: EvidenceScope,
  { pid, tid, language }: LoopEvidence,
  holds: readonly Hold[],
): Found | null {
  const [longest] = holds.toSorted((a, b) => durationOf(b) - durationOf(a));
  if (longest === undefined) return null;
  const heldNs = holds.reduce((sum, hold) => sum + durationOf(hold), 0);
  if (heldNs < shareOfTimeFrom * wallOf(scope) && durationOf(longest) < onceFromNs) return null;
  const { site, name } = longest;
  const isUnseen = holds.every((hold) => hold.others === null);
  if (isUnseen && holds.length < unseenTimesFrom && durationOf(longest) < unseenOnceFromNs) return null;
  const who = site === null ? nameOfCallback(name) : callableIn(site);
  const others = holds.reduce((most, hold) => Math.max(most, hold.others ?? 0), 0);
  const share = Math.min(1, heldNs / wallOf(scope));
  const often = holds.length === 1 ? '' : `, ${formatCount(holds.length)} times`;
  return {
    severity: heldNs,
    finding: {
      id: 'loop-blocked',
      title: `The event loop stood still for up to ${formatMilliseconds(milliseconds(durationOf(longest)))}${often}, while ${who} ran.`,
      evidence: {
        longest_ms: milliseconds(durationOf(longest)),
        times: holds.length,
        held_ms: milliseconds(heldNs),
        share_of_time: share,
        run_delay_ms: milliseconds(holds.reduce((sum, { wait }) => sum + wait.runDelayNs, 0)),
        others_waiting: isUnseen ? null : others,
        loop_pid: pid,
        loop_tid: tid,
        code: site === null ? name : null,
        ...siteFigures(site),
      },
      range_ms: rangeMs(
        scope,
        holds.reduce((least, { from }) => Math.min(least, from), Infinity),
        holds.reduce((most, { to }) => Math.max(most, to), -Infinity),
      ),
      remedy: remedyOf(longest, who, language, share),
    },
  };
}

function remedyOf({ site }: Hold, who: string, language: LoopEvidence['language'], share: number): string {
  const held = `it held the loop for ${formatShare(share)} of the time`;
  if (language === 'node') {
    return (
      'Move that work into a worker thread (worker_threads, Piscina), or cut it up and let the loop turn between the parts (setImmediate); ' +
      `--cpu-profile shows which functions it is: ${held}.`
    );
  }
  return (
    `Await what ${who}${site === null ? '' : definedAt(site)} waits for (asyncio.sleep, an async client), or move what blocks or computes out of ` +
    `the loop: asyncio.to_thread for calls that wait, a ProcessPoolExecutor for work; ${held}.`
  );
}

/** Node tells in which part of a turn it was; Python, which function, with its place in parentheses. */
const nameOfCallback = (name: string | null): string => {
  if (name === 'timers' || name === 'events') return `callbacks of ${name}`;
  return name === null || name === '' ? 'a callback' : cut(name.replace(/ \(.*\)$/, ''));
};

/** The code that held it, wherever it was submitted. */
const codeOf = ({ site, name }: Hold): string =>
  site === null ? (name ?? '') : `${callableIn(site)} ${wherePlace(site.callable) ?? site.number}`;

const durationOf = ({ from, to }: Hold): number => to - from;
