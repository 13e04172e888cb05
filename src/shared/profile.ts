/** What a profile is asked to do: run a command unmodified, and record its process tree. */
export interface ProfileRequest {
  /** A program and its arguments. A bare script (`.js .mjs .cjs .ts .py`) as the program runs with Node or Python by its ending. */
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Changes to the environment it would have had; null removes a variable. */
  readonly env: Readonly<Record<string, string | null>>;
  /** Cores the whole tree is held on; null: all that may be used. */
  readonly cores: readonly number[] | null;
  readonly node: string | null;
  readonly python: string | null;
  /** Whether the tasks of its Python and Node programs are traced, by what their environment loads into them. Absent: they are. */
  readonly trace?: boolean;
  /** Whether CPU samples of its Python and Node programs are taken, which needs `trace`. Absent: none are. */
  readonly cpuProfile?: boolean;
  /** Where the session is written. */
  readonly out: string;
}
