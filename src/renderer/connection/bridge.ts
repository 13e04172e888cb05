import type { ElectronBridge } from '../../shared/host-link.ts';

declare global {
  interface Window {
    /** What the preload exposes; absent in a browser. */
    readonly corelane?: ElectronBridge;
  }
}

/** Electron's, when this window is one of Electron's. */
export const bridge: ElectronBridge | undefined = window.corelane;
