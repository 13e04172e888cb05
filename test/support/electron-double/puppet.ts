import { createBirpc } from 'birpc';
import type { LabRequest } from '../../../src/shared/experiment.ts';
import type { HostToWindow, WindowToHost } from '../../../src/shared/host-link.ts';
import { Conversation } from './conversation.ts';
import * as electron from './electron.ts';
import type { DoubleFrame } from './page.ts';

/**
 * The built app on the double, moved by a test in another process: what a user, a page or the operating system would do,
 * and what they would see. Windows are named by their number, the first is 1.
 */
export const puppet = {
  windows: () =>
    electron.BrowserWindow.getAllWindows().map(({ id, isShown, options, page }) => ({
      id,
      isShown,
      url: page?.frame.url ?? '',
      exposed: Object.fromEntries(
        Object.entries(page?.exposed ?? {}).map(([name, value]) => [name, Object.keys(Object(value))]),
      ),
      options: { ...options, webPreferences: { ...options.webPreferences } },
    })),
  reload: (window: number) => windowOf(window).loadURL(windowOf(window).page?.frame.url ?? ''),
  close: (window: number) => windowOf(window).close(),
  focus: (window: number | null) => {
    electron.BrowserWindow.focused = window === null ? null : windowOf(window);
  },
  pathOfDropped: (window: number) => {
    const bridge: { pathOf?: unknown } = Object(pageOf(window).exposed['corelane']);
    return typeof bridge.pathOf === 'function' ? String(bridge.pathOf(new File([], 'task.mjs'))) : null;
  },

  /** The page asks for its channel. Tells whether it got one. */
  connect: (window: number): boolean => {
    const port = pageOf(window).connect();
    if (port !== null) talks.set(window, [...(talks.get(window) ?? []), new Conversation(port)]);
    return port !== null;
  },
  /** A frame asks that is not the main frame of the app's page. Tells whether it got a channel. */
  connectAs: (window: number, stranger: { url?: string; embedded?: boolean; unknown?: boolean }): boolean => {
    let answered = false;
    const { frame } = pageOf(window);
    const asking: DoubleFrame = {
      url: stranger.url ?? frame.url,
      parent: stranger.embedded === true ? frame : null,
      postMessage: () => (answered = true),
    };
    const sender = stranger.unknown === true ? {} : windowOf(window).webContents;
    electron.ipcMain.emit('corelane-port', { sender, senderFrame: asking });
    return answered;
  },
  surroundings: (window: number) => talkOf(window).engine.surroundings(),
  startLab: (window: number, request: LabRequest) => talkOf(window).engine.startLab(request),
  tellHost: (window: number, message: WindowToHost) => talkOf(window).tellHost(JSON.stringify(message)),
  tellHostNonsense: (window: number, text: string) => talkOf(window).tellHost(text),
  heard: (window: number): readonly HostToWindow[] => talkOf(window).heard,
  /** Of each conversation that the window had, whether it is over. */
  conversations: (window: number) => (talks.get(window) ?? []).map(({ isOver }) => isOver),

  navigates: (window: number, url: string, isMainFrame = true) =>
    electron.permits(windowOf(window).webContents, 'will-frame-navigate', { url, isMainFrame }),
  redirects: (window: number, url: string) =>
    electron.permits(windowOf(window).webContents, 'will-redirect', { url }),
  embeds: (window: number) => electron.permits(windowOf(window).webContents, 'will-attach-webview'),
  opensAnother: (window: number, url: string) => windowOf(window).webContents.openHandler({ url }),
  downloads: () => electron.permits(electron.session.defaultSession, 'will-download'),
  permissions: () => {
    const { request, check, device } = electron.session.defaultSession;
    return { handled: [request, check, device].map((handler) => handler !== null), granted: granted() };
  },
  fetch: async (url: string, method = 'GET') => {
    const answer = await electron.schemes.get(new URL(url).protocol.slice(0, -1))?.(
      new Request(url, { method }),
    );
    if (answer === undefined) return null;
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      text: await answer.text(),
    };
  },
  privileged: () => electron.privileged,

  menu: () =>
    electron.shownMenu.map(({ label, role, submenu }) => ({ label, role, items: itemsOf(submenu) })),
  choose: (label: string) => {
    const item = electron.shownMenu
      .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      .find((candidate) => candidate.label === label);
    if (item?.click === undefined) throw new Error(`the menu has no ${label}`);
    Reflect.apply(item.click, undefined, []);
  },
  asked: () => electron.asked,
  answer: (answers: Partial<typeof electron.answers>) => void Object.assign(electron.answers, answers),

  startMessage: () => electron.app.startMessage,
  startAgain: (message: unknown) => void electron.app.emit('second-instance', {}, [], '/', message),
  openFile: (path: string) => void electron.app.emit('open-file', new electron.PreventableEvent(), path),
  activate: () => void electron.app.emit('activate'),
  quit: () => electron.app.quit(),
};
export type Puppet = typeof puppet;

const talks = new Map<number, Conversation[]>();

function talkOf(window: number): Conversation {
  const talk = talks.get(window)?.at(-1);
  if (talk === undefined) throw new Error(`window ${window} has no channel`);
  return talk;
}

function windowOf(id: number): electron.BrowserWindow {
  const window = electron.BrowserWindow.getAllWindows().find((candidate) => candidate.id === id);
  if (window === undefined) throw new Error(`there is no window ${id}`);
  return window;
}

function pageOf(window: number) {
  const { page } = windowOf(window);
  if (page === null) throw new Error(`window ${window} has no page`);
  return page;
}

const itemsOf = (submenu: unknown): readonly string[] =>
  Array.isArray(submenu)
    ? submenu.flatMap(({ label, role }: { label?: string; role?: string }) => label ?? role ?? [])
    : [];

/** What Chromium asks for most, to the handlers as Electron calls them. */
function granted(): readonly string[] {
  const { request, check, device } = electron.session.defaultSession;
  const names = [
    'clipboard-read',
    'geolocation',
    'media',
    'notifications',
    'fileSystem',
    'openExternal',
  ] as const;
  const found: string[] = [];
  for (const name of names) {
    Reflect.apply(request ?? grantAll, undefined, [{}, name, (yes: boolean) => yes && found.push(name), {}]);
    if (Reflect.apply(check ?? grantAll, undefined, [null, name, 'corelane://app', {}]) === true)
      found.push(name);
  }
  if (Reflect.apply(device ?? grantAll, undefined, [{ deviceType: 'usb' }]) === true) found.push('usb');
  return found;
}

const grantAll = (...parts: readonly unknown[]): boolean => {
  const [, , decide] = parts;
  if (typeof decide === 'function') decide(true);
  return true;
};

createBirpc<object, Puppet>(puppet, {
  post: (message) => process.send?.(message),
  on: (hear) => process.on('message', hear),
  timeout: -1,
});

Object.assign(process, { resourcesPath: '/nowhere', defaultApp: true });
await import(new URL('../../../out/main/index.js', import.meta.url).href);
