import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type * as Electron from 'electron';
import { DoublePage } from './page.ts';
import { MessagePortDouble } from './ports.ts';

/**
 * What Corelane's main process uses of the `electron` module, without Electron: enough to run the built `out/main/index.js` in Node.
 * Whatever is shown to a user or asked of one goes to `asked` and is answered from `answers`.
 */

export const asked: { readonly what: string; readonly options: unknown }[] = [];
export const answers: { button: number; path: string | null } = { button: 1, path: null };

export class PreventableEvent {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Emits `name` with an event that listeners may prevent; the event's further fields are `fields`. Tells whether nobody did. */
export function permits(emitter: EventEmitter, name: string, fields: object = {}): boolean {
  const event = Object.assign(new PreventableEvent(), fields);
  emitter.emit(name, event);
  return !event.defaultPrevented;
}

class AppDouble extends EventEmitter {
  readonly isPackaged = false;
  readonly #ready = new Promise<void>((resolve) => setImmediate(resolve));
  #isReady = false;
  name = '';
  /** What this start of the app would tell another one. */
  startMessage: unknown = null;

  setName(name: string): void {
    this.name = name;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  async whenReady(): Promise<void> {
    await this.#ready;
    this.#isReady = true;
  }

  requestSingleInstanceLock(message: unknown): boolean {
    this.startMessage = message;
    return process.env['ELECTRON_DOUBLE_SECOND'] === undefined;
  }

  quit(): void {
    if (!permits(this, 'before-quit')) return;
    for (const window of BrowserWindow.getAllWindows()) {
      window.close({ quitting: true });
      if (!window.isDestroyed()) return;
    }
    if (permits(this, 'will-quit')) this.exit(0);
  }

  exit(code: number): void {
    process.exit(code);
  }
}

export const app = new AppDouble();

class WebContentsDouble extends EventEmitter {
  openHandler: (details: { url: string }) => unknown = () => ({ action: 'allow' });

  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.openHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly #all: BrowserWindow[] = [];
  static focused: BrowserWindow | null = null;
  static #lastId = 0;

  readonly id = ++BrowserWindow.#lastId;
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new WebContentsDouble();
  page: DoublePage | null = null;
  isShown = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    BrowserWindow.#all.push(this);
    BrowserWindow.focused = this;
    app.emit('web-contents-created', new PreventableEvent(), this.webContents);
  }

  static getAllWindows = (): BrowserWindow[] => [...BrowserWindow.#all];
  static getFocusedWindow = (): BrowserWindow | null => BrowserWindow.focused;
  static fromWebContents = (contents: unknown): BrowserWindow | null =>
    BrowserWindow.#all.find(({ webContents }) => webContents === contents) ?? null;

  async loadURL(url: string): Promise<void> {
    this.page?.unload();
    const page = new DoublePage(url, String(this.options.webPreferences?.preload), (channel, frame) =>
      ipcMain.emit(channel, { sender: this.webContents, senderFrame: frame }),
    );
    this.page = page;
    this.emit('ready-to-show');
  }

  show(): void {
    this.isShown = true;
  }

  isDestroyed(): boolean {
    return !BrowserWindow.#all.includes(this);
  }

  /** As its button does. */
  close({ quitting = false } = {}): void {
    if (!permits(this, 'close')) return;
    BrowserWindow.#all.splice(BrowserWindow.#all.indexOf(this), 1);
    if (BrowserWindow.focused === this) BrowserWindow.focused = null;
    this.page?.unload();
    this.emit('closed');
    if (BrowserWindow.#all.length === 0 && !quitting) app.emit('window-all-closed');
  }
}

export const ipcMain = new EventEmitter();

export class MessageChannelMain {
  readonly port1: MessagePortDouble;
  /** Becomes a port of the page's world when it is posted there. */
  readonly port2: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MessagePortDouble(port1);
    this.port2 = port2;
  }
}

class SessionDouble extends EventEmitter {
  request: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null;
  check: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null;
  device: Parameters<Electron.Session['setDevicePermissionHandler']>[0] = null;

  setPermissionRequestHandler(handler: SessionDouble['request']): void {
    this.request = handler;
  }

  setPermissionCheckHandler(handler: SessionDouble['check']): void {
    this.check = handler;
  }

  setDevicePermissionHandler(handler: SessionDouble['device']): void {
    this.device = handler;
  }
}

export const session = { defaultSession: new SessionDouble() };

export const schemes = new Map<string, (request: Request) => Response | Promise<Response>>();
export const privileged: Electron.CustomScheme[] = [];
export const protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'> = {
  registerSchemesAsPrivileged: (more) => {
    if (app.isReady()) throw new Error('schemes are declared before the app is ready');
    privileged.push(...more);
  },
  handle: (scheme, handler) => schemes.set(scheme, handler),
};

export const shownMenu: Electron.MenuItemConstructorOptions[] = [];
export const Menu = {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (template: Electron.MenuItemConstructorOptions[]) => shownMenu.push(...template),
};

const ask = (what: string, parts: readonly unknown[]): void => {
  asked.push({ what, options: parts.at(-1) });
};
export const dialog = {
  showMessageBox: async (...parts: unknown[]): Promise<Electron.MessageBoxReturnValue> => {
    ask('message', parts);
    return { response: answers.button, checkboxChecked: false };
  },
  showOpenDialog: async (...parts: unknown[]): Promise<Electron.OpenDialogReturnValue> => {
    ask('open', parts);
    return { canceled: answers.path === null, filePaths: answers.path === null ? [] : [answers.path] };
  },
  showSaveDialog: async (...parts: unknown[]): Promise<Electron.SaveDialogReturnValue> => {
    ask('save', parts);
    return { canceled: answers.path === null, filePath: answers.path ?? '' };
  },
  showErrorBox: (title: string, text: string): void => ask('error', [`${title} ${text}`]),
};
