import { expect, it } from 'vitest';
import {
  headerOffsets,
  openStep,
  slotBytes,
  slotFlags,
  slotKinds,
  slotOffsets,
  spanKinds,
  stepBytes,
  taskStates,
  traceFormatVersion,
  tracedApis,
  tracedLanguages,
} from '../../../src/shared/trace-format.ts';
import { evaluate, tracedPythons } from '../../support/hooked-python.ts';

const python = tracedPythons.at(-1);

it.skipIf(python === undefined)(
  'The Python hook writes the constants and the layout that the engine reads',
  () => {
    if (python === undefined) return;
    // Each field gets a value by its own name in turn; where it is found is where it was written.
    const program = `
import json, struct, tempfile, shutil
from corelane_hook import trace as t
folder = tempfile.mkdtemp()
trace = t.Trace(folder)
fields = ["submit", "start", "end", "cpu", "submit_tid", "worker_pid", "worker_tid", "parent", "callable", "site", "name", "error", "pool",
          "items", "key", "argument_bytes", "result_bytes", "argument_ns", "result_ns", "flags", "api", "state"]
found = {}
for field in fields:
    values = {"kind": 0, "api": 0, "state": 0}
    values[field] = 1
    block, word = trace.record(**values)
    octets = bytearray(block.map[word * 8 : word * 8 + 128])
    octets[4:8] = b"\\0\\0\\0\\0"
    found[field] = [at for at in range(128) if octets[at]][0]
    if field.endswith("_ns"):
        found[field] = found[field] // 4 * 4
block, word = trace.record(7, 0)
found["kind"] = bytes(block.map[word * 8 : word * 8 + 128]).index(7)
found["number"] = 4 if struct.unpack_from("<I", block.map, word * 8 + 4)[0] == t.number_of((block, word)) else None
for field, call in (("start", lambda s: t.started(s, 9, 0)), ("worker_tid", lambda s: t.started(s, 0, 9)), ("end", lambda s: t.ended(s, 0, 9)),
                    ("cpu", lambda s: t.ended(s, 0, 0, 9)), ("error", lambda s: t.ended(s, 0, 0, 0, 9))):
    slot = trace.record(0, 0)
    call(slot)
    octets = bytearray(slot[0].map[slot[1] * 8 : slot[1] * 8 + 128])
    assert octets.index(9) == found[field], field
header = bytes(trace._first.map[:128])
result = {
    "offsets": found,
    "header": [header[0], header[1], header[2], struct.unpack_from("<I", header, 4)[0] == trace.pid, struct.unpack_from("<I", header, 40)[0]],
    "sizes": [t.SLOT_BYTES, t.STEP_BYTES, t.OPEN_STEP, t.VERSION, t.LANGUAGE_PYTHON],
    "kinds": {"task": t.KIND_TASK, "run": t.KIND_RUN, "worker": t.KIND_WORKER, "span": t.KIND_SPAN, "loop": t.KIND_LOOP, "header": t.KIND_HEADER},
    "states": [t.SUBMITTED, t.RUNNING, t.OK, t.ERROR, t.CANCELLED, t.LOST],
    "flags": {"notCallable": t.NOT_CALLABLE, "awaitedAtOnce": t.AWAITED_AT_ONCE, "unpicklable": t.UNPICKLABLE, "workerDied": t.WORKER_DIED},
    "apis": [t.API_THREAD_POOL, t.API_PROCESS_POOL, t.API_INTERPRETER_POOL, t.API_MP_POOL, t.API_MP_THREAD_POOL, t.API_THREAD, t.API_PROCESS,
             t.API_ASYNCIO, t.API_LOKY, t.API_JOBLIB],
    "spans": [t.SPAN_MARK, t.SPAN_MEASURE, t.SPAN_GC, t.SPAN_UNCAUGHT, t.SPAN_HELD_LOOP],
}
shutil.rmtree(folder)
print(json.dumps(result))
`;
    const { submit, start, end, cpu, submitTid, workerPid, workerTid, parent, callable, site, name, error } =
      slotOffsets;
    const {
      pool,
      items,
      key,
      argumentBytes,
      resultBytes,
      argumentNs,
      resultNs,
      flags,
      api,
      state,
      kind,
      number,
    } = slotOffsets;
    expect(evaluate(python, program)).toEqual({
      offsets: {
        submit,
        start,
        end,
        cpu,
        parent,
        callable,
        site,
        name,
        error,
        pool,
        items,
        key,
        flags,
        api,
        state,
        kind,
        number,
        submit_tid: submitTid,
        worker_pid: workerPid,
        worker_tid: workerTid,
        argument_bytes: argumentBytes,
        result_bytes: resultBytes,
        argument_ns: argumentNs,
        result_ns: resultNs,
      },
      header: [slotKinds.header, tracedLanguages.indexOf('python'), traceFormatVersion, true, 1],
      sizes: [slotBytes, stepBytes, openStep, traceFormatVersion, tracedLanguages.indexOf('python')],
      kinds: slotKinds,
      states: taskStates.map((_state, code) => code),
      flags: slotFlags,
      apis: tracedApis.slice(0, 10).map((_api, code) => code),
      spans: spanKinds.map((_span, code) => code),
    });
    expect(headerOffsets).toMatchObject({ kind: 0, language: 1, version: 2, pid: 4, program: 40 });
    expect(tracedApis.slice(0, 10)).toEqual([
      'concurrent.futures.ThreadPoolExecutor',
      'concurrent.futures.ProcessPoolExecutor',
      'concurrent.futures.InterpreterPoolExecutor',
      'multiprocessing.pool.Pool',
      'multiprocessing.pool.ThreadPool',
      'threading.Thread',
      'multiprocessing.Process',
      'asyncio.Task',
      'loky',
      'joblib',
    ]);
    expect(taskStates).toEqual(['submitted', 'running', 'ok', 'error', 'cancelled', 'lost']);
  },
);
