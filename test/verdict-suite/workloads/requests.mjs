/** Three answers one after the other, each parsed: waits for most of its time, and computes a little between. */
import { connect } from 'node:net';

export const meta = { name: 'requests', tasks: 120 };

const [host, port] = process.env.VERDICT_SUITE_SERVER.split(':');

/** Gives the number of distinct characters of all answers. */
export default async function task() {
  const seen = new Set();
  for (let turn = 0; turn < 3; turn += 1) for (const character of await ask()) seen.add(character);
  return seen.size;
}

function ask() {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), host, () => socket.write('10 1000\n'));
    socket.setEncoding('utf8');
    socket.on('data', (piece) => {
      text += piece;
    });
    socket.on('error', reject);
    socket.on('end', () => resolve(text));
  });
}
