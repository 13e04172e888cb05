import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { answerQueries } from './answers.ts';
import { OpenSessions } from './open-sessions.ts';
import { buffersOf } from './owned-buffers.ts';
import { toPosted } from './query-api.ts';

/** The queries' thread: what windows ask of sessions is read, sorted and counted here. */

const port = parentPort;
if (port !== null) {
  createBirpc(answerQueries(new OpenSessions()), {
    post: (message) => port.postMessage(message, buffersOf(message)),
    on: (listener) => port.on('message', listener),
    serialize: toPosted,
  });
}
