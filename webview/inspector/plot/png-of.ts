/** The bytes of a PNG of the canvas. */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) {
    throw new Error('The plot is too large to export; make the window smaller.');
  }
  return new Uint8Array(await blob.arrayBuffer());
}
