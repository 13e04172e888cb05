import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadExporter } from '../../../../src/main/engine/export/exporter.ts';
import { exportFormats } from '../../../../src/shared/workplace.ts';
import type { ExportFormat } from '../../../../src/shared/workplace.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import { sampledProgram } from '../../../support/sampled-program.ts';
import { tracedProgram } from '../../../support/traced-program.ts';
import { labReport, recordSession, testFolder, trialReport } from './recorded-session.ts';
import type { Content } from './recorded-session.ts';

/** Exports what was recorded and gives the text and the rows it counted. */
async function exported(format: ExportFormat, content: Content): Promise<{ text: string; rows: number }> {
  const session = openSession(await recordSession(join(testFolder(), 'run.corelane'), content));
  const exporter = await loadExporter(format);
  let rows = 0;
  const pieces = Array.from(
    exporter.chunks(session, (count) => void (rows += count)),
    (piece) => Buffer.from(piece),
  );
  session.close();
  return { text: Buffer.concat(pieces).toString(), rows };
}

const session: Content = {
  report: labReport([trialReport('thread-pool', 2), trialReport('process-pool', 1, { repeat: 3 })]),
  workers: [
    { worker: 0, trial: 0, pid: 100, tid: 101, name: 'worker 0', affinity: [0] },
    { worker: 1, trial: 1, pid: 200, tid: 200, name: 'worker "0"', affinity: null },
  ],
  threads: [
    { thread: 0, pid: 100, tid: 101, name: 'node, "main"', workload: true },
    { thread: 1, pid: 100, tid: 102, name: 'V8Worker', workload: true },
  ],
  tasks: [
    {
      trial: 0,
      index: 7,
      input: 3,
      submit: 1_000_001,
      start: 2_000_000,
      end: 5_500_250,
      lane: 1,
      tid: 101,
      argument_bytes: 12,
      result_bytes: 34,
    },
    { trial: 1, index: 8, submit: 0, start: 1000, end: null, worker: 1, tid: 200, outcome: 'lost' },
    { trial: 1, index: 9, submit: 500, start: null, end: null, outcome: 'cancelled' },
    { trial: 2, index: 0, submit: 6_000_000, start: 7_000_000, end: 8_000_000, outcome: 'error' },
  ],
};

/** The columns of what was traced, for a task of which nothing was. */
const untraced = ','.repeat(18);

describe('tasks as CSV', () => {
  it('are one record each, with what is not known left empty', async () => {
    const { text, rows } = await exported('csv-tasks', session);
    expect(rows).toBe(4);
    expect(text.split('\r\n').toSorted()).toEqual(
      [
        'trial,executor,workers,repeat,task,input,worker,lane,pid,tid,outcome,submit_ms,start_ms,end_ms,queue_ms,run_ms,argument_bytes,result_bytes,on_cpu_ms,run_delay_ms,blocked_ms,preempted,cores,api,name,callable,file,line,submitted_at,pool,submit_pid,submit_tid,parent,result_ms,cpu_ms,argument_pickling_ms,result_pickling_ms,steps,longest_step_ms,flags,error',
        `0,thread-pool,2,1,7,3,0,1,100,101,ok,1.000001,2.000000,5.500250,0.999999,3.500250,12,34,,,,,${untraced}`,
        `1,process-pool,1,3,8,1,1,0,200,200,lost,0.000000,0.001000,,0.001000,,,,,,,,${untraced}`,
        `1,process-pool,1,3,9,2,,,,,cancelled,0.000500,,,,,,,,,,,${untraced}`,
        `2,,,,0,3,0,0,100,,error,6.000000,7.000000,8.000000,1.000000,1.000000,,,,,,,${untraced}`,
        '',
      ].toSorted(),
    );
  });

  it("say where their time went when their threads' slices were recorded", async () => {
    const { text } = await exported('csv-tasks', {
      ...session,
      slices: [
        { start: 1_500_000, end: 3_000_000, thread: 0, core: 1, ended: 'preempted', by: 1 },
        { start: 3_000_000, end: 3_100_000, thread: 1, core: 1 },
        { ready: 3_000_000, start: 3_200_000, end: 4_000_000, thread: 0, core: 0 },
        { ready: 5_000_000, start: 5_000_250, end: 6_000_000, thread: 0, core: 1, ended: 'preempted' },
      ],
    });
    expect(text).toContain(`3.500250,12,34,2.300000,0.200250,1.000000,1,0 1${untraced}\r\n`);
    expect(text).toContain(`8.000000,1.000000,1.000000,,,,,,,${untraced}\r\n`);
  });

  it('tell what was traced of them: what they ran, who submitted them from where, and what it cost', async () => {
    const { text } = await exported('csv-tasks', tracedProgram);
    const [header, ...records] = text.trimEnd().split('\r\n');
    const from = header?.split(',').indexOf('api');
    const fields = records.map((record) => record.split(',').slice(from).join(','));
    const script = '/home/ada/script.py';
    const threadPool = 'concurrent.futures.ThreadPoolExecutor';
    expect(fields).toEqual([
      `${threadPool},work,work,${script},3,${script}:10,ThreadPoolExecutor-0,100,100,,6.500000,3.400000,,,,,,`,
      `${threadPool},work,work,${script},3,${script}:10,ThreadPoolExecutor-0,100,100,,8.200000,3.000000,,,,,awaited-at-once,ValueError: no such thing`,
      `concurrent.futures.ProcessPoolExecutor,crunch,crunch,${script},6,${script}:4,ProcessPoolExecutor-1,100,101,0,19.000000,7.900000,0.200000,0.100000,,,,`,
      'asyncio.Task,Task-2,fetch,/home/ada/net.py,20,,,100,100,,,,,,2,2.000000,,',
      'asyncio.Task,fetch,fetch,/home/ada/net.py,20,,,100,100,,,,,,2,3.000000,,',
      `multiprocessing.pool.Pool,square,square,${script},8,${script}:22,Pool-1,100,100,,35.000000,,,,,,,`,
      `multiprocessing.pool.Pool,square,square,${script},8,${script}:22,Pool-1,100,100,,35.000000,,,,,,,`,
      `${threadPool},work,work,${script},3,${script}:10,ThreadPoolExecutor-0,100,100,,,,,,,,,`,
    ]);
  });

  it('tell the same in whatever order that was traced, and nothing of tasks of which nothing was', async () => {
    const inOrder = await exported('csv-tasks', tracedProgram);
    const traced = tracedProgram.traced?.toReversed() ?? [];
    expect(await exported('csv-tasks', { ...tracedProgram, traced })).toEqual(inOrder);
    const without = await exported('csv-tasks', { ...tracedProgram, traced: traced.slice(1) });
    const records = without.text.split('\r\n');
    expect(records.filter((record) => record.endsWith(untraced))).toHaveLength(1);
  });

  it('are a header alone when nothing was recorded', async () => {
    const { text, rows } = await exported('csv-tasks', {});
    expect(rows).toBe(0);
    expect(text.split('\r\n')).toHaveLength(2);
  });
});

describe('slices as CSV', () => {
  it('are one record each, with the threads that had to do with it', async () => {
    const { text, rows } = await exported('csv-slices', {
      threads: session.threads ?? [],
      slices: [
        { start: 1000, end: 3_000_000, thread: 0, core: 1, ended: 'preempted', by: 1 },
        { ready: 2_000_000, start: 3_000_000, end: 3_100_000, thread: 1, core: 1, waker: 0 },
        { start: 3_100_000, end: 3_100_001, thread: 9, ended: 'unknown' },
      ],
    });
    const main = '100,101,"node, ""main"""';
    expect(rows).toBe(3);
    expect(text.split('\r\n')).toEqual([
      'core,pid,tid,thread,workload,ready_ms,start_ms,end_ms,run_delay_ms,on_cpu_ms,ended,by_pid,by_tid,by,waker_pid,waker_tid,waker',
      `1,${main},1,,0.001000,3.000000,,2.999000,preempted,100,102,V8Worker,,,`,
      `1,100,102,V8Worker,1,2.000000,3.000000,3.100000,1.000000,0.100000,blocked,,,,${main}`,
      '0,,,,,,3.100000,3.100001,,0.000001,unknown,,,,,,',
      '',
    ]);
  });
});

describe('samples as CSV', () => {
  it('are one record for each metric that is known, in its unit', async () => {
    const { text, rows } = await exported('csv-samples', {
      ...session,
      cores: {
        time: Float64Array.of(20e6),
        core: Uint16Array.of(1),
        user_ns: Float64Array.of(15e6),
        system_ns: Float64Array.of(1e6),
        iowait_ns: Float64Array.of(Number.NaN),
        steal_ns: Float64Array.of(0),
        idle_ns: Float64Array.of(4e6),
      },
      threadSamples: {
        time: Float64Array.of(20e6),
        thread: Uint32Array.of(0),
        on_cpu_ns: Float64Array.of(12_345_678),
        run_delay_ns: Float64Array.of(Number.NaN),
        voluntary_switches: Float64Array.of(5),
        involuntary_switches: Float64Array.of(6),
        migrations: Float64Array.of(Number.NaN),
        core: Uint16Array.of(1),
      },
      memory: {
        time: Float64Array.of(21e6),
        pid: Uint32Array.of(100),
        rss_bytes: Float64Array.of(50_000_000),
      },
    });
    expect(rows).toBe(3);
    expect(text.split('\r\n')).toEqual([
      'time_ms,kind,core,pid,tid,thread,metric,value',
      '20.000000,core,1,,,,user_ms,15.000000',
      '20.000000,core,1,,,,system_ms,1.000000',
      '20.000000,core,1,,,,steal_ms,0.000000',
      '20.000000,core,1,,,,idle_ms,4.000000',
      '20.000000,thread,1,100,101,"node, ""main""",on_cpu_ms,12.345678',
      '20.000000,thread,1,100,101,"node, ""main""",voluntary_switches,5',
      '20.000000,thread,1,100,101,"node, ""main""",involuntary_switches,6',
      '21.000000,memory,,100,,,rss_bytes,50000000',
      '',
    ]);
  });
});

describe('a session as JSON', () => {
  it('is one object with everything that was recorded', async () => {
    const { text, rows } = await exported('json', {
      ...session,
      failures: [{ trial: 1, outcome: 'lost', message: 'went away\n"for good"', count: 1, first_task: 8 }],
      logs: [{ trial: 0, time: asNanoseconds(5), stream: 'stdout', text: 'héllo\u2028\n' }],
    });
    const object: ExportedSession = JSON.parse(text);
    expect(rows).toBe(4);
    expect(object).toMatchObject({
      corelane: 1,
      header: { id: '5e55-1d' },
      complete: true,
      report: { trials: [{ executor: 'thread-pool' }, { executor: 'process-pool' }] },
      workers: [{ pid: 100 }, { pid: 200 }],
      failures: [{ message: 'went away\n"for good"' }],
      logs: [{ text: 'héllo\u2028\n' }],
      streams: { tasks: { rows: 4 }, cores: { rows: 0, batches: [] } },
    });
    const tasks = object.streams['tasks']?.batches ?? [];
    expect(new Set(tasks.flatMap((batch) => batch['index'] ?? []))).toEqual(new Set([7, 8, 9, 0]));
    expect(tasks.flatMap((batch) => batch['end'] ?? [])).toContain(null);
  });

  it('holds what was traced', async () => {
    const { text } = await exported('json', tracedProgram);
    const object: ExportedSession = JSON.parse(text);
    expect(object.details).toEqual({ ...tracedProgram.details, frames: [], stacks: [] });
    expect(object.streams['traced']?.batches[0]?.['site']).toEqual([1, 1, 2, 3, 3, 4, 4, 1]);
    const rows = ['steps', 'spans', 'loops', 'waits', 'samples'].map((name) => object.streams[name]?.rows);
    expect(rows).toEqual([4, 3, 2, 5, 0]);
  });
});

/** What these tests look at in the JSON. */
interface ExportedSession {
  readonly details: object;
  readonly streams: Readonly<
    Record<
      string,
      {
        readonly rows: number;
        readonly batches: readonly Readonly<Record<string, readonly (number | null)[]>>[];
      }
    >
  >;
}

describe('every format', () => {
  it.each(exportFormats)('%s counts exactly the rows it announces', async (format) => {
    const sampled = await recordSession(join(testFolder(), 'sampled.corelane'), sampledProgram);
    expect(await countedRows(format, sampled)).toEqual(await announcedRows(format, sampled));
  });

  it.each(exportFormats.filter((format) => format !== 'cpuprofile' && format !== 'speedscope'))(
    '%s counts many rows as well',
    async (format) => {
      const path = await recordSession(join(testFolder(), 'run.corelane'), {
        tasks: Array.from({ length: 5000 }, (_, task) => ({
          submit: task,
          start: task + 10,
          end: task + 20,
        })),
      });
      expect(await countedRows(format, path)).toBe(await announcedRows(format, path));
    },
  );
});

async function announcedRows(format: ExportFormat, path: string): Promise<number> {
  const reader = openSession(path);
  const exporter = await loadExporter(format);
  const announced = exporter.streams.reduce((sum, stream) => sum + reader.count(stream), 0);
  reader.close();
  return announced;
}

async function countedRows(format: ExportFormat, path: string): Promise<number> {
  const reader = openSession(path);
  const exporter = await loadExporter(format);
  let rows = 0;
  for (const piece of exporter.chunks(reader, (count) => void (rows += count))) {
    expect(piece.length).toBeLessThan(4_000_000);
  }
  reader.close();
  return rows;
}
