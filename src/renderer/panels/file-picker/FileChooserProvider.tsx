import { useMemo, useState, type ReactNode } from 'react';
import { bridge } from '../../connection/bridge.ts';
import { FileChooserContext, type FileChooser } from '../../connection/contexts.ts';
import { useEngine } from '../../connection/use-engine.ts';
import { useLink } from '../../connection/use-link.ts';
import { useSurroundings } from '../../connection/use-surroundings.ts';
import { firstPath } from './dialog-words.ts';
import { FilePicker, type PickerRequest } from './FilePicker.tsx';
import { joinPath } from './typed-path.ts';

interface Asked extends PickerRequest {
  readonly answer: (path: string | null) => void;
}

/** Native dialogs where the host has them, else our own picker over everything else. */
export const FileChooserProvider = ({ children }: { readonly children: ReactNode }) => {
  const link = useLink();
  const engine = useEngine();
  const surroundings = useSurroundings();
  const [asked, setAsked] = useState<Asked | null>(null);

  const chooser = useMemo((): FileChooser => {
    const ask = (request: PickerRequest): Promise<string | null> =>
      new Promise((resolve) => {
        const answer = (path: string | null): void => {
          setAsked(null);
          resolve(path);
        };
        setAsked({ ...request, answer });
      });
    if (bridge !== undefined) {
      const native = bridge;
      return {
        chooseFile: (dialog) => link.chooseFile(dialog),
        asksToReplace: true,
        pathOfDropped: (file) => Promise.resolve(native.pathOf(file)),
      };
    }
    return {
      chooseFile: (dialog) =>
        ask({ dialog, text: firstPath(dialog, surroundings), remark: null, candidates: [] }),
      asksToReplace: false,
      pathOfDropped: async (file) => {
        const found = await engine.findDropped(file.name, file.size).catch(() => []);
        const [only] = found;
        if (found.length === 1 && only !== undefined) return only;
        const purpose = file.name.endsWith('.corelane') ? 'open-session' : 'open-task';
        const text = joinPath(surroundings.workingFolder, file.name);
        return ask({ dialog: { purpose }, text, remark: droppedRemark, candidates: found });
      },
    };
  }, [link, engine, surroundings]);

  return (
    <FileChooserContext value={chooser}>
      {children}
      {asked !== null && <FilePicker request={asked} onAnswer={asked.answer} />}
    </FileChooserContext>
  );
};

const droppedRemark = 'A browser does not tell where a dropped file lies. Show Corelane where it is.';
