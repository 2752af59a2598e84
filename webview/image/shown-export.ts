import type { PlaneRef } from '../../src/protocol/methods';
import type { SpectrumView } from '../spectrum/spectrum-view';
import type { ColourBar } from './colour-bar';
import type { DisplayModel } from './display';
import type { FileActions } from './file-actions';
import { fileNameOf } from './file-name';
import { hduName } from './hdu';
import type { Picture } from './picture';
import type { Session } from './session';
import type { Words } from './words';

export interface ShownParts {
  readonly session: Session;
  readonly picture: Picture;
  readonly spectrum: SpectrumView;
  readonly colourBar: ColourBar;
  readonly display: DisplayModel;
  readonly actions: FileActions;
  readonly words: Words;
  /** What is on show, in words. */
  readonly nameOf: (ref: PlaneRef) => string;
}

/** Exports what is on show as PNG: the plot, else the picture, else it says that there is neither. */
export function exportShown(parts: ShownParts): void {
  const { session, picture, spectrum, colourBar, display, actions, words } = parts;
  const { structure, line, ref } = session;
  const plot = spectrum.canvas;
  if (structure !== undefined && ref !== undefined && plot !== undefined) {
    void actions.exportPlot(plot, fileNameOf(structure.title, parts.nameOf(ref), 'png'));
    return;
  }
  const { plane, shown } = picture;
  if (!plane || !shown || structure === undefined || line === undefined) {
    words.nothingToExport();
    return;
  }
  void actions.export({
    picture: picture.capture(),
    colourBar: colourBar.shown ? colourBar : undefined,
    title: structure.title,
    hdu: hduName(line),
    limits: picture.limits,
    display: display.current,
    unit: plane.unit,
    kind: shown.kind,
  });
}
