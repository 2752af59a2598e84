import type { Limits, ViewState } from '../../src/protocol/methods';

/** What is kept of the viewer while its page is away: the view, and which panels are open. */
export interface KeptState extends ViewState {
  readonly panels: PanelState;
}

export interface PanelState {
  /** Undefined until the user opens or closes it: then the room there is decides. */
  readonly structure: boolean | undefined;
  readonly header: boolean | undefined;
  readonly structureWidth: number;
  readonly headerWidth: number;
}

export const DEFAULT_PANELS: PanelState = {
  structure: undefined,
  header: undefined,
  structureWidth: 264,
  headerWidth: 400,
};

/** The state of an earlier page, or undefined where it is not one: it may be of an older version. */
export function parseState(kept: unknown): KeptState | undefined {
  if (!isRecord(kept) || !isIndex(kept['hdu']) || !Array.isArray(kept['slice'])) {
    return undefined;
  }
  const { hdu, slice, centre, zoom, limits, panels } = kept;
  return {
    hdu,
    slice: slice.filter(isIndex),
    centre: isPair(centre) ? centre : undefined,
    zoom: isFiniteNumber(zoom) && zoom > 0 ? zoom : undefined,
    limits: parseLimits(limits),
    panels: isRecord(panels) ? parsePanels(panels) : DEFAULT_PANELS,
  };
}

function parseLimits(kept: unknown): 'zscale' | 'minmax' | Limits {
  if (isRecord(kept) && isFiniteNumber(kept['low']) && isFiniteNumber(kept['high'])) {
    return { low: kept['low'], high: kept['high'] };
  }
  return kept === 'minmax' ? 'minmax' : 'zscale';
}

function parsePanels(kept: Record<string, unknown>): PanelState {
  const open = (value: unknown): boolean | undefined =>
    typeof value === 'boolean' ? value : undefined;
  const width = (value: unknown, otherwise: number): number =>
    isFiniteNumber(value) ? value : otherwise;
  return {
    structure: open(kept['structure']),
    header: open(kept['header']),
    structureWidth: width(kept['structureWidth'], DEFAULT_PANELS.structureWidth),
    headerWidth: width(kept['headerWidth'], DEFAULT_PANELS.headerWidth),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(isFiniteNumber);
}
