import { canvasPng } from './canvas-png';
import type { ColourBar } from './colour-bar';
import { STRIP } from './colour-bar';
import type { PictureFacts } from './export-texts';
import { textsOf } from './export-texts';
import { fileNameOf } from './file-name';
import { withTexts } from './png-text';

/** The picture as it is shown, and what it shows. */
export interface ExportedPicture extends PictureFacts {
  /** The canvas at device resolution, holding its pixels. */
  readonly picture: HTMLCanvasElement | OffscreenCanvas | ImageBitmap;
  /** The colour bar to draw below, where it is shown. */
  readonly colourBar: ColourBar | undefined;
}

/** A PNG of the picture that tells where it came from. */
export async function exportPng(exported: ExportedPicture): Promise<{
  readonly name: string;
  readonly data: Uint8Array;
}> {
  const { picture, colourBar } = exported;
  const { width, height } = picture;
  const scale = window.devicePixelRatio;
  const strip = colourBar === undefined ? 0 : Math.round(STRIP.height * scale);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height + strip;
  const context = canvas.getContext('2d');
  if (context === null) {
    throw new Error('The picture is too large to export; make the window or the cutout smaller.');
  }
  context.drawImage(picture, 0, 0);
  colourBar?.paint(context, { x: 0, y: height, width, scale });
  const part = exported.part === undefined ? exported.hdu : `${exported.hdu}_cutout`;
  const data = withTexts(await canvasPng(canvas), textsOf(exported));
  return { name: fileNameOf(exported.title, part, 'png'), data };
}
