import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { bridge } from './connection/bridge.ts';
import { ConnectionProvider } from './connection/ConnectionProvider.tsx';
import { Link } from './connection/link.ts';
import { hostTransport } from './connection/transport.ts';
import { ExportProvider } from './panels/export/ExportProvider.tsx';
import { FileChooserProvider } from './panels/file-picker/FileChooserProvider.tsx';
import { Shell } from './shell/Shell.tsx';
import { Waiting } from './shell/Waiting.tsx';
import { ToastRegion } from './ui/ToastRegion.tsx';

const link = new Link(hostTransport(bridge, window.location));
const tooltipDelayMs = 300;

export const App = () => (
  // The hosts' content security policy forbids style elements.
  <CSPProvider disableStyleElements>
    <Tooltip.Provider delay={tooltipDelayMs}>
      <ToastRegion>
        <ConnectionProvider link={link} Waiting={Waiting}>
          <FileChooserProvider>
            <ExportProvider>
              <Shell />
            </ExportProvider>
          </FileChooserProvider>
        </ConnectionProvider>
      </ToastRegion>
    </Tooltip.Provider>
  </CSPProvider>
);
