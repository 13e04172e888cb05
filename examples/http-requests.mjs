/**
 * IO-bound: requests to an HTTP server on this machine that takes 20 ms over every answer.
 *
 * A task spends nearly all its time waiting, and waiting needs no core. Expect the event loop to win by far: it
 * has all requests in flight at once, while a thread or process of a pool waits for one before it takes the next.
 *
 * Where the server runs: each worker imports this module anew, so a server started on import would start in
 * every thread and process, also in those that never get a task. Here the first task of a worker starts it,
 * on a port that the system chooses, and the tasks after it find it there. Nothing of it keeps a worker alive.
 *
 *   corelane lab examples/http-requests.mjs
 */
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import { json } from 'node:stream/consumers';

export const meta = { name: 'http-requests' };

const latencyMs = 20;

export const inputs = Array.from({ length: 48 }, (_, index) => `/items/${index}`);

/** Keeps connections for the requests to come, as many as there are requests at once. */
const agent = new Agent({ keepAlive: true });
/** Promise of the server's address; null until the first task of this worker. */
let address = null;

/**
 * Gives the number of characters of the item's description. With `get` and not `fetch`: that one compiles its parser
 * during the first few requests, so the task run alone, just these few times, would look busier than it is.
 */
export default async function fetchItem(path) {
  address ??= startServer();
  const [response] = await once(get(new URL(path, await address), { agent }), 'response');
  if (response.statusCode !== 200) throw new Error(`${path} was answered with status ${response.statusCode}`);
  const { description } = await json(response);
  return description.length;
}

async function startServer() {
  const server = createServer((request, response) => {
    const item = { path: request.url, description: 'An item like any other. '.repeat(40) };
    setTimeout(() => response.end(JSON.stringify(item)), latencyMs);
  });
  // Connections stay open for further requests; they must not hold up the end of the worker.
  server.on('connection', (socket) => socket.unref());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}
