import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { WindowCommand } from '../../../shared/host-link.ts';

/** The native menu. What it is about happens in the page: `send` tells it to the window in front. */
export function buildMenu(send: (command: WindowCommand) => void, openWindow: () => void): Menu {
  const item = (label: string, accelerator: string, command: WindowCommand): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => send(command),
  });
  const mac = process.platform === 'darwin';
  return Menu.buildFromTemplate([
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('New Lab', 'CmdOrCtrl+N', 'new-lab'),
        item('New Profile', 'CmdOrCtrl+P', 'new-profile'),
        { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: openWindow },
        { type: 'separator' },
        item('Open Task…', 'CmdOrCtrl+O', 'open-task'),
        item('Open Session…', 'CmdOrCtrl+Shift+O', 'open-session'),
        item('Sessions', 'CmdOrCtrl+L', 'sessions'),
        { type: 'separator' },
        item('Export…', 'CmdOrCtrl+E', 'export'),
        { type: 'separator' },
        item('Settings', 'CmdOrCtrl+,', 'settings'),
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    { role: 'viewMenu' },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ role: 'about' }] },
  ]);
}
