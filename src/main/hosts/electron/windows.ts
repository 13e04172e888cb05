import { app, BrowserWindow, dialog } from 'electron';
import { messageOf } from '../../../shared/errors.ts';

/** Opens one more window of the app. `mayClose` is asked when the app would end with it. */
export function openWindow(url: string, preload: string, mayClose: () => boolean): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Corelane',
    width: 1280,
    height: 860,
    minWidth: 800,
    minHeight: 600,
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    // On macOS an app goes on without windows, and so does its work.
    if (process.platform === 'darwin' || BrowserWindow.getAllWindows().length > 1 || mayClose()) return;
    event.preventDefault();
    app.quit();
  });
  window.loadURL(url).catch((thrown: unknown) => {
    dialog.showErrorBox('Corelane could not show its window.', `${url}: ${messageOf(thrown)}`);
  });
  return window;
}
