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

/** The picture of a cutout, and what of the image it is, in words. */
export interface ExportedCutout {
  readonly drawn: HTMLCanvasElement;
  readonly part: string;
}

/**
 * Exports what is on show as PNG: the plot, else the picture or a cutout of it, else it says that there is
 * neither. False where it was not saved.
 */
export async function exportShown(parts: ShownParts, cutout?: ExportedCutout): Promise<boolean> {
  const { session, picture, spectrum, colourBar, display, actions, words } = parts;
  const { structure, line, ref } = session;
  const plot = spectrum.canvas;
  if (structure !== undefined && ref !== undefined && plot !== undefined) {
    return actions.exportPlot(plot, fileNameOf(structure.title, parts.nameOf(ref), 'png'));
  }
  const { plane, shown } = picture;
  if (!plane || !shown || structure === undefined || line === undefined) {
    words.nothingToExport();
    return false;
  }
  return actions.export({
    picture: cutout?.drawn ?? picture.capture(),
    // A cutout may be too small for the words of the bar.
    colourBar: colourBar.shown && cutout === undefined ? colourBar : undefined,
    part: cutout?.part,
    title: structure.title,
    hdu: hduName(line),
    limits: picture.limits,
    display: display.current,
    unit: plane.unit,
    kind: shown.kind,
  });
}
