import type { ColourMapName, StretchName } from '../../src/protocol/display';
import { COLOUR_MAPS, STRETCHES, STRETCH_PARAMETERS } from '../../src/protocol/display';
import { MAX_CONTRAST } from './adjust';
import { boundParameter } from './curve';
import type { Display, StretchParameters } from './display';
import type { LimitsMode } from './limits';
import type { Mode } from './mode';
import { MODES } from './mode';
import type { Orientation } from './orientation';
import type { Position } from './view';
import type { MaskState } from '../mask/mask-state';
import { maskStateOf } from '../mask/mask-state';
import type { KeptOverlays } from '../overlay/overlays';
import type { KeptSpectrum } from '../spectrum/kept';
import { parseKeptSpectrum } from '../spectrum/kept';
import type { KeptTable } from '../table/kept';
import { parseKeptTable } from '../table/kept';
import type { KeptTree } from '../tree/kept-tree';
import { parseKeptTree } from '../tree/kept-tree';

/** What is kept of the viewer while its page, or its editor, is away. */
export interface KeptState {
  readonly hdu: number;
  readonly slice: readonly number[];
  /** A cell of the table of the HDU, and how it or the HDU is shown. */
  readonly cell?: { readonly row: number; readonly column: number } | undefined;
  readonly mode?: Mode | undefined;
  readonly table: KeptTable | undefined;
  readonly spectrum: KeptSpectrum | undefined;
  readonly tree: KeptTree | undefined;
  /** Image position in the middle; undefined for the middle of the image. */
  readonly centre: Position | undefined;
  /** Undefined for "fit". */
  readonly zoom: number | undefined;
  /** Undefined where the settings are to decide, as for what is missing in `display`. */
  readonly limits: LimitsMode | undefined;
  readonly display: Partial<Omit<Display, 'blank'>>;
  readonly crosshair: { readonly shown: boolean; readonly pixel: Position | undefined };
  readonly mask: MaskState;
  readonly overlays: KeptOverlays;
  readonly colourBar: boolean;
  readonly panels: PanelState;
}

/** The tabs of the inspector beside a picture, and beside a table. */
export const PICTURE_TABS = [
  'header',
  'histogram',
  'statistics',
  'profiles',
  'pixels',
  'regions',
] as const;
export const TABLE_TABS = ['header', 'column', 'plot', 'cell'] as const;
/** `tree` is there beside everything that an ASDF file holds. */
export const INSPECTOR_TABS = ['tree', ...PICTURE_TABS, 'column', 'plot', 'cell'] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

export interface PanelState {
  /** Undefined until the user opens or closes it: then the room there is decides. */
  readonly structure: boolean | undefined;
  readonly inspector: boolean | undefined;
  readonly tab: InspectorTab;
  readonly structureWidth: number;
  readonly inspectorWidth: number;
}

export const DEFAULT_PANELS: PanelState = {
  structure: undefined,
  inspector: undefined,
  tab: 'header',
  structureWidth: 264,
  inspectorWidth: 360,
};

/**
 * The state of an earlier page, or undefined where it is not one. It may be of another version: what
 * makes no sense is left out. Version 0.1 had the header in place of the inspector.
 */
export function parseState(kept: unknown): KeptState | undefined {
  if (!isRecord(kept) || !isIndex(kept['hdu']) || !Array.isArray(kept['slice'])) {
    return undefined;
  }
  const { hdu, slice, centre, zoom, crosshair } = kept;
  return {
    hdu,
    slice: slice.filter(isIndex),
    ...parseCell(kept['cell']),
    ...(isOneOf<Mode>(MODES, kept['mode']) ? { mode: kept['mode'] } : {}),
    table: parseKeptTable(kept['table']),
    spectrum: parseKeptSpectrum(kept['spectrum']),
    tree: parseKeptTree(kept['tree']),
    centre: isPair(centre) ? centre : undefined,
    zoom: isFiniteNumber(zoom) && zoom > 0 ? zoom : undefined,
    limits: parseLimits(kept['limits']),
    display: parseDisplay(asRecord(kept['display'])),
    crosshair: {
      shown: asRecord(crosshair)['shown'] === true,
      pixel: parsePixel(asRecord(crosshair)['pixel']),
    },
    mask: maskStateOf(kept['mask']),
    overlays: asRecord(kept['overlays']),
    colourBar: kept['colourBar'] !== false,
    panels: parsePanels(asRecord(kept['panels'])),
  };
}

function parseCell(kept: unknown): Pick<KeptState, 'cell'> {
  const { row, column } = asRecord(kept);
  return isIndex(row) && isIndex(column) ? { cell: { row, column } } : {};
}

/** Limits as they were kept; undefined where they make no sense. */
export function parseLimits(kept: unknown): LimitsMode | undefined {
  if (kept === 'zscale' || kept === 'minmax') {
    return kept;
  }
  const { low, high, percent } = asRecord(kept);
  if (isFiniteNumber(low) && isFiniteNumber(high)) {
    return { low, high };
  }
  return isFiniteNumber(percent) && percent > 0 && percent <= 100 ? { percent } : undefined;
}

function parseDisplay(kept: Record<string, unknown>): KeptState['display'] {
  const { stretch, parameters, colourMap, inverted, contrast, bias, orientation } = kept;
  return {
    ...(isOneOf<StretchName>(STRETCHES, stretch) ? { stretch } : {}),
    ...(isRecord(parameters) ? { parameters: parseParameters(parameters) } : {}),
    ...(isOneOf<ColourMapName>(COLOUR_MAPS, colourMap) ? { colourMap } : {}),
    ...(typeof inverted === 'boolean' ? { inverted } : {}),
    ...(isWithin(contrast, MAX_CONTRAST) ? { contrast } : {}),
    ...(isWithin(bias, 1) ? { bias } : {}),
    ...(isOrientation(orientation) ? { orientation } : {}),
  };
}

function parseParameters(kept: Record<string, unknown>): StretchParameters {
  const parameter = (name: keyof StretchParameters): number =>
    isFiniteNumber(kept[name]) ? boundParameter(name, kept[name]) : STRETCH_PARAMETERS[name];
  return {
    log: parameter('log'),
    asinh: parameter('asinh'),
    sinh: parameter('sinh'),
    power: parameter('power'),
  };
}

function parsePixel(kept: unknown): Position | undefined {
  return isPair(kept) && kept.every(isIndex) ? kept : undefined;
}

function parsePanels(kept: Record<string, unknown>): PanelState {
  const { structure, tab, structureWidth, inspectorWidth } = kept;
  const open = (value: unknown): boolean | undefined =>
    typeof value === 'boolean' ? value : undefined;
  const width = (value: unknown, otherwise: number): number =>
    isFiniteNumber(value) ? value : otherwise;
  return {
    structure: open(structure),
    inspector: open(kept['inspector'] ?? kept['header']),
    tab: isOneOf<InspectorTab>(INSPECTOR_TABS, tab) ? tab : DEFAULT_PANELS.tab,
    structureWidth: width(structureWidth, DEFAULT_PANELS.structureWidth),
    inspectorWidth: width(inspectorWidth ?? kept['headerWidth'], DEFAULT_PANELS.inspectorWidth),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function isOneOf<T extends string>(all: readonly T[], value: unknown): value is T {
  return (all as readonly unknown[]).includes(value);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isWithin(value: unknown, most: number): value is number {
  return isFiniteNumber(value) && value >= 0 && value <= most;
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(isFiniteNumber);
}

function isOrientation(value: unknown): value is Orientation {
  const { turns, flipped } = asRecord(value);
  return isIndex(turns) && turns < 4 && typeof flipped === 'boolean';
}
