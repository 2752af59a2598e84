import type { MarkerGuess } from '../../src/protocol/markers';
import { SKY_FRAMES, type SkyFrame } from '../../src/protocol/position';
import type { MarkerStyle } from './marker-style';
import { parseStyle, styleOf } from './marker-style';

/** Tables over one picture, at most. */
export const MOST_OVERLAYS = 20;

/** Where a table is. */
export interface OverlaySource {
  /** The id of another open file; undefined: this one. */
  readonly file: string | undefined;
  /** The name of the other file, to find it again when it is opened anew; empty for this one. */
  readonly title: string;
  /** The id of the result of a catalogue that the other file is; undefined: it is none. */
  readonly result?: string | undefined;
  readonly hdu: number;
  readonly name: string;
}

/** Which of its columns are what; 0-based positions, undefined where that is to be chosen. */
export interface OverlayColumns {
  readonly longitude: number | undefined;
  readonly latitude: number | undefined;
  readonly magnitude: number | undefined;
  readonly frame: SkyFrame;
}

/** A table over the picture, as it is kept with the file. */
export interface KeptOverlay {
  readonly source: OverlaySource;
  readonly columns: OverlayColumns | undefined;
  readonly style: MarkerStyle;
  readonly shown: boolean;
}

export function guessedColumns(guess: MarkerGuess): OverlayColumns {
  const { longitude, latitude, magnitude, frame } = guess;
  // Of undefined JSON leaves nothing, or null.
  return {
    longitude: longitude ?? undefined,
    latitude: latitude ?? undefined,
    magnitude: magnitude ?? undefined,
    frame,
  };
}

/** What an earlier page kept, as far as it makes sense. */
export function parseOverlays(kept: unknown): KeptOverlay[] {
  const { overlays } = asRecord(kept);
  return (Array.isArray(overlays) ? overlays : [])
    .slice(0, MOST_OVERLAYS)
    .flatMap((each: unknown, index) => {
      const { source, columns, style, shown } = asRecord(each);
      const { file, title, result, hdu, name } = asRecord(source);
      if (!isIndex(hdu)) {
        return [];
      }
      return [
        {
          source: {
            file: typeof file === 'string' ? file : undefined,
            title: typeof title === 'string' ? title : '',
            ...(typeof result === 'string' ? { result } : {}),
            hdu,
            name: typeof name === 'string' ? name : `HDU ${hdu}`,
          },
          columns: parseColumns(asRecord(columns)),
          style: parseStyle(asRecord(style), styleOf(index)),
          shown: shown !== false,
        },
      ];
    });
}

function parseColumns(kept: Record<string, unknown>): OverlayColumns | undefined {
  const { longitude, latitude, magnitude, frame } = kept;
  if (!isIndex(longitude) || !isIndex(latitude)) {
    return undefined;
  }
  return {
    longitude,
    latitude,
    magnitude: isIndex(magnitude) ? magnitude : undefined,
    frame: SKY_FRAMES.find((name) => name === frame) ?? 'ICRS',
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
