import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol } from 'electron';
import { toEnvelope } from '../shared/errors.ts';
import { portMessage, type WindowCommand } from '../shared/host-link.ts';
import { parseRoute, type Route } from '../shared/route.ts';
import { confinePages } from './hosts/electron/confinement.ts';
import { findEngineNode } from './hosts/electron/engine-node.ts';
import { buildMenu } from './hosts/electron/menu.ts';
import { answerWith, AppPage, pageScheme } from './hosts/electron/page.ts';
import { guardQuitting } from './hosts/electron/quitting.ts';
import { Relay } from './hosts/electron/relay.ts';
import { routeOfStart, routeOfTarget, startMessage, targetOf } from './hosts/electron/target.ts';
import { openWindow } from './hosts/electron/windows.ts';
import { BuiltAssets } from './hosts/page/assets.ts';
import { EngineSupervisor } from './hosts/supervision/engine-supervisor.ts';

/** Electron's entry: one app, its windows, and one engine for all of them. */

app.setName('Corelane');
/** In a packaged app, what Node reads and not Electron lies beside the archive: Node reads no archives. */
const pathOf = (built: URL): string => fileURLToPath(built).replace(/app\.asar(?!\.)/, 'app.asar.unpacked');
const renderer = pathOf(new URL('../renderer', import.meta.url));
const preload = fileURLToPath(new URL('../preload/index.cjs', import.meta.url));
const developmentServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
const page = new AppPage(developmentServer);
protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true } }]);
const node = findEngineNode(process.resourcesPath, resolve(renderer, '../../node_modules'));
const entry = pathToFileURL(pathOf(new URL('../main/engine-process.js', import.meta.url)));
const engine = new EngineSupervisor({ program: { ...node, entry } });
const relay = new Relay(engine, (url) => page.isOwn(url));
const mayQuit = guardQuitting(engine);
/** macOS names files by events, which may come before the app is ready. */
let first = routeOfTarget(targetOf(process.argv, process.defaultApp), process.cwd());

// In development a restarted app may meet the one that it replaces.
if (developmentServer !== undefined || app.requestSingleInstanceLock(startMessage(first))) {
  app.on('second-instance', (_event, _arguments, _folder, start) => showWindow(routeOfStart(start)));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    first = routeOfTarget(path, '/');
    if (app.isReady()) showWindow(first);
  });
  app.whenReady().then(begin).catch(giveUp);
} else {
  app.quit();
}

function begin(): void {
  if (developmentServer === undefined) {
    const assets = new BuiltAssets(renderer);
    protocol.handle(pageScheme, (request) => answerWith(assets, request));
  }
  confinePages((url) => page.isOwn(url));
  ipcMain.on(portMessage, (event) => relay.connect(event));
  Menu.setApplicationMenu(buildMenu(command, () => showWindow(parseRoute(''))));
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) showWindow(parseRoute(''));
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  engine.start();
  showWindow(first);
}

const showWindow = (route: Route): BrowserWindow => openWindow(page.at(route), preload, mayQuit);

/** From the menu, which macOS shows without a window, too. */
function command(name: WindowCommand): void {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  relay.tell(window ?? showWindow(parseRoute('')), { type: 'command', command: name });
}

function giveUp(thrown: unknown): void {
  const { message, remedy } = toEnvelope(thrown);
  dialog.showErrorBox(message, remedy);
  app.exit(1);
}
