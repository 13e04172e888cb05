import type { Comparison } from './comparison.ts';
import type { Job, JobId, LiveBatch, LiveHistory } from './jobs.ts';
import type { LabRequest } from './experiment.ts';
import type { ProfileRequest } from './profile.ts';
import type {
  CoreDemand,
  CoreLoad,
  CoreLoadQuery,
  FoundTasks,
  FoundTasksQuery,
  LatencyQuery,
  LatencyReport,
  LogPage,
  LogQuery,
  OutputColumns,
  OutputColumnsQuery,
  OutputOverview,
  OutputPiece,
  OutputPieceQuery,
  FlameGraph,
  FlameQuery,
  LoopLoad,
  LoopLoadQuery,
  RangeQuery,
  RangeSummary,
  SchedulingStrips,
  SchedulingStripsQuery,
  SchedulingTracks,
  SessionOverview,
  SlicesWithin,
  SlicesWithinQuery,
  SpansWithin,
  SpansWithinQuery,
  StepsWithin,
  StepsWithinQuery,
  TaskDetails,
  TaskQuery,
  TaskStripsQuery,
  TaskTablePage,
  TaskTableQuery,
  TasksWithin,
  TasksWithinQuery,
} from './session-queries.ts';
import type { Viewport } from './session.ts';
import type { WhatIfRequest } from './what-if.ts';
import type {
  DeletedSession,
  ExportRequest,
  FolderListing,
  InspectedCommand,
  InspectedTask,
  ListedSession,
  Settings,
  Surroundings,
} from './workplace.ts';

/**
 * The contract between a window and the engine: two interfaces, spoken over birpc, whatever carries the bytes (a
 * MessagePort in Electron, a WebSocket in a browser). The engine knows nothing of a window but what it asks for, so a window may
 * be reloaded, crash, or exist several times: nothing that is recorded depends on it.
 *
 * Arguments and answers are plain data and typed arrays (rpc-message.ts). Every call may reject with a CorelaneError.
 * What takes longer than a moment is a job: the call gives its id at once, and the job reports through `WindowApi`.
 * Sessions are named by the path of their file; the engine opens and closes them as it sees fit.
 */
export interface EngineApi {
  /** What a window needs to draw itself: the machine, the settings, the examples, the jobs under way. */
  surroundings(): Promise<Surroundings>;
  /** Changes the settings named in `change` and keeps them; every window is told. Gives all of them. */
  changeSettings(change: Partial<Settings>): Promise<Settings>;

  /** The folder at `path` (absolute, or beginning with `~`), or the deepest one that exists on the way to it. */
  listFolder(path: string): Promise<FolderListing>;
  /** Files of this name and size where the user's tasks usually are: browsers hide the path of a dropped file. */
  findDropped(name: string, sizeBytes: number): Promise<readonly string[]>;
  /** Loads a task module in a process of its own and tells what it is. Rejects with task-not-found, task-invalid, inputs-invalid. */
  inspectTask(task: string, choice: Pick<LabRequest, 'inputs' | 'node' | 'python'>): Promise<InspectedTask>;

  /** Starts a lab; `out: null` records into a new file of the sessions folder. Refused while another lab runs: they would measure each other. */
  startLab(request: Omit<LabRequest, 'out'> & { readonly out: string | null }): Promise<JobId>;
  /** Starts a profile; `out: null` records into a new file of the sessions folder. Refused while a lab or another profile runs. */
  startProfile(request: Omit<ProfileRequest, 'out'> & { readonly out: string | null }): Promise<JobId>;
  /** Starts a what-if; `out: null` as above. Refused while a lab, a profile or another what-if runs. */
  startWhatIf(request: Omit<WhatIfRequest, 'out'> & { readonly out: string | null }): Promise<JobId>;
  /** Says what a command would run, before it is run. Rejects with usage or runner-failed when it cannot be started. */
  inspectCommand(
    request: Pick<ProfileRequest, 'argv' | 'cwd' | 'node' | 'python'>,
  ): Promise<InspectedCommand>;
  /** Sends the profiled program a signal, as a terminal would; `cancelJob` ends it and all that it started. */
  signalProfile(job: JobId, signal: 'SIGINT' | 'SIGTERM'): Promise<void>;
  /** Starts an export. Rejects with usage when the target exists and `overwrite` is false. */
  startExport(request: ExportRequest): Promise<JobId>;
  /** Stops a job; what a lab has measured so far is kept. Resolves at once, the job reports its end. */
  cancelJob(job: JobId): Promise<void>;
  /** Live batches of this job come to this window from now on. Gives what they would have said so far; null: no lab or profile under way. */
  watchJob(job: JobId): Promise<LiveHistory | null>;
  unwatchJob(job: JobId): Promise<void>;

  /** The sessions of the data folder, newest first. */
  listSessions(): Promise<readonly ListedSession[]>;
  /** Gives a session's file another name, in the same folder. Gives its new path. Rejects with usage when the name is taken or cannot be one. */
  renameSession(path: string, name: string): Promise<string>;
  /** Puts a session aside, from where `restoreSession` brings it back for some days. */
  deleteSession(path: string): Promise<DeletedSession>;
  restoreSession(deleted: DeletedSession): Promise<void>;

  describeSession(path: string): Promise<SessionOverview>;
  /** One strip of pixels per lane, for each group; the answers are in the order of the groups. */
  taskStrips(query: TaskStripsQuery): Promise<readonly Viewport[]>;
  /** The tasks that touch a range, if they are few enough to be drawn one by one. */
  tasksWithin(query: TasksWithinQuery): Promise<TasksWithin>;
  taskDetails(query: TaskQuery): Promise<TaskDetails>;
  findTasks(query: FoundTasksQuery): Promise<FoundTasks>;
  taskTable(query: TaskTableQuery): Promise<TaskTablePage>;
  /** The cores and threads that a session has tracks of. */
  schedulingTracks(session: string): Promise<SchedulingTracks>;
  /** One strip of pixels per core and per thread. */
  schedulingStrips(query: SchedulingStripsQuery): Promise<SchedulingStrips>;
  /** The slices that touch a range on some cores, or of some threads, if they are few enough to be drawn one by one. */
  slicesWithin(query: SlicesWithinQuery): Promise<SlicesWithin>;
  /** The steps of coroutines that touch a range, if they are few enough to be drawn one by one. */
  stepsWithin(query: StepsWithinQuery): Promise<StepsWithin>;
  /** Marks, measures, GC pauses and the like that touch a range, likewise. */
  spansWithin(query: SpansWithinQuery): Promise<SpansWithin>;
  /** How busy event loops were, and how late. */
  loopLoad(query: LoopLoadQuery): Promise<LoopLoad>;
  /** On which streams the program of the session at `path` printed, how much and when. */
  outputOverview(path: string): Promise<OutputOverview>;
  /** How much it printed when, in columns of a range. */
  outputColumns(query: OutputColumnsQuery): Promise<OutputColumns>;
  /** A piece of its output by when it came, or beside another one; null: there is none. */
  outputPiece(query: OutputPieceQuery): Promise<OutputPiece | null>;
  /** CPU samples of a range, by who called whom. */
  flameGraph(query: FlameQuery): Promise<FlameGraph>;
  /** Sums over a time range: per thread, core and trial. */
  rangeSummary(query: RangeQuery): Promise<RangeSummary>;
  /** What the cores did, and how many threads wanted them. */
  coreDemand(query: CoreLoadQuery): Promise<CoreDemand>;
  coreLoad(query: CoreLoadQuery): Promise<CoreLoad>;
  latency(query: LatencyQuery): Promise<LatencyReport>;
  logs(query: LogQuery): Promise<LogPage>;
  /** Sets two sessions side by side, by the paths of their files. Rejects with usage when one is a lab and the other a profile. */
  compare(a: string, b: string): Promise<Comparison>;
}

/** What the engine tells a window without being asked. Nothing of it is answered. */
export interface WindowApi {
  /** A job began, moved on (at most ten times a second) or ended. */
  jobChanged(job: Job): void;
  /** What a watched lab did since the last batch, each `liveEveryMs` of the lab's work. */
  live(batch: LiveBatch): void;
  settingsChanged(settings: Settings): void;
  /** A session came, went or got another name. */
  sessionsChanged(): void;
}

/** Methods of `WindowApi`, for birpc: events, which wait for no answer. */
export const windowEvents = [
  'jobChanged',
  'live',
  'settingsChanged',
  'sessionsChanged',
] as const satisfies readonly (keyof WindowApi)[];
