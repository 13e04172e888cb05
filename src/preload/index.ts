import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { portMessage, type ElectronBridge } from '../shared/host-link.ts';

/** All that a page gets of Electron: its channel, and the paths of files that the user drops. */
const bridge: ElectronBridge = {
  connect: () => ipcRenderer.send(portMessage),
  pathOf: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
};

// '/' is the page's own origin, whatever it was loaded from.
ipcRenderer.on(portMessage, ({ ports }) => window.postMessage(portMessage, '/', [...ports]));
contextBridge.exposeInMainWorld('corelane', bridge);
