/** Asks the loopback server over a socket of its own, and waits for the answer: 20 ms each. */
import { connect } from 'node:net';

export const meta = { name: 'sockets', tasks: 200 };

const [host, port] = process.env.VERDICT_SUITE_SERVER.split(':');

/** Gives the number of bytes of the answer. */
export default function task() {
  return new Promise((resolve, reject) => {
    let received = 0;
    const socket = connect(Number(port), host, () => socket.write('20 2000\n'));
    socket.on('data', (piece) => {
      received += piece.length;
    });
    socket.on('error', reject);
    socket.on('end', () => resolve(received));
  });
}
