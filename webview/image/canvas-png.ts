/** The bytes of a PNG of a canvas. */
export async function canvasPng(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) {
    throw new Error('The picture is too large to export; make the window or the cutout smaller.');
  }
  return new Uint8Array(await blob.arrayBuffer());
}

/** The bytes of a PNG of a plot on the background of the page, as it is shown. */
export function plotPng(plot: HTMLCanvasElement): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  canvas.width = plot.width;
  canvas.height = plot.height;
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(plot, 0, 0);
  }
  return canvasPng(canvas);
}
