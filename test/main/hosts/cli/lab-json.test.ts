import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCorelane, taskFixture } from '../../../support/command-line.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { only, recordLab } from './recorded-lab.ts';

const keysOf = (value: object): readonly string[] => Object.keys(value).sort();
const listed = (names: string): readonly string[] => names.split(/\s+/).sort();

describe('the JSON object of a lab', () => {
  it('has exactly the keys that were promised', async () => {
    const report = await recordLab(taskFixture('throws.mjs'), only('event-loop,thread-pool'));
    expect(keysOf(report)).toEqual(
      listed(`corelane command session complete machine runtime scheduling trials skipped findings warnings
        verdict scaling collector`),
    );
    expect(report).toMatchObject({ corelane: 1, command: 'lab', complete: true });
    expect(keysOf(report.machine)).toEqual(listed('cpus model os'));
    expect(keysOf(report.runtime)).toEqual(listed('name version'));
    expect(keysOf(report.scheduling)).toEqual(listed('mode reason lost wakes'));
    expect(keysOf(report.verdict)).toEqual(
      listed('boundness executor workers margin confidence steps recipe'),
    );
    for (const step of report.verdict.steps) {
      expect(keysOf(step)).toEqual(listed('step question answer evidence'));
    }
    expect(report.trials).toHaveLength(2);
    for (const trial of report.trials) {
      expect(keysOf(trial)).toEqual(
        listed(`executor workers cores pin repeat complete tasks failed wall_ms throughput_per_s on_cpu_ms
          off_cpu_ms run_delay_ms voluntary_switches involuntary_switches migrations outside_affinity_ms
          startup_ms per_core task_ms queue_ms peak_rss_mb`),
      );
      expect(keysOf(trial.task_ms)).toEqual(listed('p50 p95 p99'));
      expect(keysOf(trial.queue_ms)).toEqual(listed('p50 p95 p99'));
      for (const use of trial.per_core) {
        expect(keysOf(use)).toEqual(listed('core busy'));
        expect(use.busy).toBeGreaterThanOrEqual(0);
        expect(use.busy).toBeLessThanOrEqual(1);
      }
    }
  });

  it('counts the tasks that throw, reject with null or throw a string', async () => {
    const report = await recordLab(taskFixture('throws.mjs'), only('event-loop,process-pool'));
    for (const trial of report.trials) expect(trial).toMatchObject({ complete: true, tasks: 20, failed: 12 });
  });

  it('is printed again by show, the same', async () => {
    const folder = ownFolder();
    const out = join(folder, 'run.corelane');
    const recorded = await runCorelane([
      'lab',
      taskFixture('quick.mjs'),
      ...only('event-loop'),
      '--out',
      out,
      '--json',
    ]);
    const shown = await runCorelane(['show', out, '--json']);
    expect(shown.stdout).toBe(recorded.stdout);
  });

  it('interleaves the trials: every configuration once, then every one again', async () => {
    const report = await recordLab(taskFixture('quick.mjs'), [
      '--executors',
      'event-loop,thread-pool',
      '--workers',
      '1,2',
      '--repeat',
      '2',
    ]);
    const order = report.trials.map(({ executor, workers, repeat }) => `${executor} ${workers} ${repeat}`);
    expect(order).toEqual([
      'event-loop 1 1',
      'event-loop 2 1',
      'thread-pool 1 1',
      'thread-pool 2 1',
      'event-loop 1 2',
      'event-loop 2 2',
      'thread-pool 1 2',
      'thread-pool 2 2',
    ]);
  });
});
