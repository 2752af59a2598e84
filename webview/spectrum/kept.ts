import type { PixelRange } from './pixel-range';

/** What is kept of a plot while its page, or its editor, is away. */
export interface KeptSpectrum {
  /** Undefined for the whole line. */
  readonly range: PixelRange | undefined;
  readonly coordinate: Coordinate;
  readonly logarithmic: boolean;
  /** Limits of the values, where the user typed them. */
  readonly limits: { readonly low: number; readonly high: number } | undefined;
}

/** What the x axis counts: pixels, or what the header says they stand for. */
export type Coordinate = 'pixel' | 'world';

/** What an earlier page kept, or undefined where it is not that; what makes no sense is left out. */
export function parseKeptSpectrum(kept: unknown): KeptSpectrum | undefined {
  if (!isRecord(kept)) {
    return undefined;
  }
  const { range, limits } = kept;
  return {
    range:
      isRecord(range) && isAscending(range['from'], range['to'])
        ? { from: range['from'] as number, to: range['to'] as number }
        : undefined,
    coordinate: kept['coordinate'] === 'pixel' ? 'pixel' : 'world',
    logarithmic: kept['logarithmic'] === true,
    limits:
      isRecord(limits) && isAscending(limits['low'], limits['high'])
        ? { low: limits['low'] as number, high: limits['high'] as number }
        : undefined,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isAscending(low: unknown, high: unknown): boolean {
  return Number.isFinite(low) && Number.isFinite(high) && (low as number) < (high as number);
}
