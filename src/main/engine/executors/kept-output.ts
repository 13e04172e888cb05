import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

export type OutputStream = 'stdout' | 'stderr';

/** Whoever gets what a process prints. */
export interface OutputHearer {
  /** As UTF-8; bytes that are none become replacement characters. */
  readonly onOutput: (stream: OutputStream, text: string) => void;
  /**
   * The bytes themselves. Until the promise resolves no more are read, so that the process waits as it would for a slow reader; when
   * it rejects none are ever, and the process finds its output closed.
   */
  readonly onBytes: ((stream: OutputStream, piece: Buffer) => Promise<void>) | null;
}

/** A process that escaped its keeper may hold a pipe for ever: with the tree gone, this much silence is its end. */
const silenceMs = 300;

/** Reads one stream of what a process prints, to its end. */
export class KeptOutput {
  /** Resolves when nothing more comes. */
  readonly #ended: Promise<void>;
  readonly #reader: Socket;
  #passing = false;
  #heardAt = 0;

  constructor(reader: Socket, stream: OutputStream, { onOutput, onBytes }: OutputHearer) {
    this.#reader = reader;
    const decoder = new StringDecoder('utf8');
    this.#ended = new Promise((resolve) => reader.on('close', resolve));
    reader.on('error', () => undefined);
    reader.on('data', (piece: Buffer) => {
      this.#heardAt = performance.now();
      onOutput(stream, decoder.write(piece));
      if (onBytes !== null) void this.#pass(onBytes(stream, piece));
    });
    reader.on('end', () => onOutput(stream, decoder.end()));
  }

  /** The tree is gone: reads what is left in the pipe. */
  async finish(): Promise<void> {
    this.#heardAt = performance.now();
    const timer = setInterval(() => {
      if (!this.#passing && performance.now() - this.#heardAt > silenceMs) this.#reader.destroy();
    }, silenceMs / 3);
    await this.#ended;
    clearInterval(timer);
  }

  async #pass(passed: Promise<void>): Promise<void> {
    this.#passing = true;
    this.#reader.pause();
    try {
      await passed;
      this.#heardAt = performance.now();
      this.#reader.resume();
    } catch {
      this.#reader.destroy();
    }
    this.#passing = false;
  }
}
