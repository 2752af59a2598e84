import { drawnShape, type DrawnShape } from './shape-outline';

/** What a viewer kept of what it shows, as far as regions of the sky are made of it. */
export interface KeptDrawing {
  readonly hdu: number | undefined;
  readonly slice: readonly number[];
  /** The shapes that are drawn on images of a size, with their labels. */
  readonly shapes: (
    width: number,
    height: number,
  ) => readonly { readonly shape: DrawnShape; readonly text: string }[];
}

/** Regions of one image that are listed. */
const MOST_SHAPES = 100;

/** Reads the state that a viewer remembers with its file. It may be of any version. */
export function keptDrawing(state: unknown): KeptDrawing {
  const { hdu, slice, overlays } = recordOf(state);
  const images = listOf(recordOf(recordOf(overlays)['regions'])['images']).map(recordOf);
  return {
    hdu: isIndex(hdu) ? hdu : undefined,
    slice: listOf(slice).filter(isIndex),
    shapes: (width, height) =>
      images
        .filter((image) => image['width'] === width && image['height'] === height)
        .flatMap((image) => listOf(image['regions']).map(recordOf))
        .filter(({ include }) => include !== false)
        .slice(0, MOST_SHAPES)
        .flatMap(({ shape: kept, text }) => {
          const shape = drawnShape(kept);
          return shape === undefined ? [] : [{ shape, text: typeof text === 'string' ? text : '' }];
        }),
  };
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
