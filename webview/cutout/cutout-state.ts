import type { CutoutMode } from '../../src/protocol/cutout';

/** What is kept of the form with the file. */
export interface CutoutState {
  /** As they were typed. */
  readonly width: string;
  readonly height: string;
  readonly mode: CutoutMode;
}

export const DEFAULT_CUTOUT: CutoutState = { width: '256 px', height: '256 px', mode: 'trim' };
export const CUTOUT_MODES: readonly CutoutMode[] = ['trim', 'partial', 'strict'];

const LONGEST = 60;

/** The state as it was kept, where that is one; else what a form begins with. */
export function readCutoutState(kept: unknown): CutoutState {
  const { width, height, mode } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<
    string,
    unknown
  >;
  const text = (value: unknown, otherwise: string): string =>
    typeof value === 'string' && value.length <= LONGEST ? value : otherwise;
  return {
    width: text(width, DEFAULT_CUTOUT.width),
    height: text(height, DEFAULT_CUTOUT.height),
    mode: CUTOUT_MODES.find((known) => known === mode) ?? DEFAULT_CUTOUT.mode,
  };
}
