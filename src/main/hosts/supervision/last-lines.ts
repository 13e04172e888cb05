import { StringDecoder } from 'node:string_decoder';

const keptLines = 20;
const keptCharacters = 2000;

/** The last lines that a process printed: what it says when it fails. Everything before them is let go. */
export class LastLines {
  readonly #decoder = new StringDecoder('utf8');
  #lines: string[] = [''];

  push(piece: Uint8Array): void {
    const [rest = '', ...more] = this.#decoder.write(Buffer.from(piece)).split('\n');
    const last = this.#lines.pop() ?? '';
    this.#lines = [...this.#lines, last + rest, ...more]
      .slice(-keptLines - 1)
      .map((line) => line.slice(-keptCharacters));
  }

  get text(): string {
    return this.#lines.join('\n').trim();
  }

  /** The line that says most: an error's message rather than its stack, else the last one. Null: nothing was printed. */
  get summary(): string | null {
    const lines = this.text.split('\n').map((line) => line.trim());
    const said = lines.findLast((line) => /^(?:\w*Error|corelane):? /.test(line)) ?? lines.at(-1);
    return said === undefined || said === '' ? null : said;
  }
}
