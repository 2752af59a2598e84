import type { DatasetRef, RegionSpec } from '../../../src/protocol/catalog';
import type { AngleUnit } from '../region/angle-text';
import { PER_DEGREE } from '../region/angle-text';
import type { RegionDraft, TakenRegion } from '../region/region-draft';
import { EVERYWHERE, REGION_KINDS } from '../region/region-draft';

/** What the form holds: enough to fill it in again. */
export interface FormDraft {
  readonly dataset: DatasetRef;
  readonly columns: readonly string[];
  readonly filter: string;
  readonly region: RegionDraft;
  readonly position: { readonly ra: string; readonly dec: string } | undefined;
}

const LONGEST_NAME = 1_000;
const LONGEST_TEXT = 400_000;
const MOST_COLUMNS = 20_000;
const DEEPEST = 8;

/** A form of an earlier page, or undefined where it is none; what makes no sense is left out. */
export function parseDraft(value: unknown): FormDraft | undefined {
  const { dataset, columns, filter, region, position } = record(value);
  const { uri, part } = record(dataset);
  if (typeof uri !== 'string' || typeof part !== 'string') {
    return undefined;
  }
  const { ra, dec } = record(position);
  const names = Array.isArray(columns) && columns.length <= MOST_COLUMNS ? columns : [];
  return {
    dataset: { uri, part },
    columns: names.flatMap((name: unknown) => columnName(name) ?? []),
    filter: text(filter),
    region: parseRegion(record(region)),
    position: columnName(ra) === undefined ? undefined : { ra: text(ra), dec: text(dec) },
  };
}

function parseRegion(value: Record<string, unknown>): RegionDraft {
  const { kind, unit, box, larger } = value;
  const [ra0, ra1, dec0, dec1] = (Array.isArray(box) ? box : []).map(text);
  return {
    kind: REGION_KINDS.find((one) => one === kind) ?? EVERYWHERE.kind,
    place: text(value['place']),
    radius: text(value['radius']),
    unit: isUnit(unit) ? unit : EVERYWHERE.unit,
    box: [ra0 ?? '', ra1 ?? '', dec0 ?? '', dec1 ?? ''],
    corners: text(value['corners']),
    larger: larger === true,
    image: parseTaken(value['image']),
    moc: parseTaken(value['moc']),
  };
}

function parseTaken(value: unknown): TakenRegion | undefined {
  const { label, region } = record(value);
  const parsed = parseSpec(region, 0);
  return parsed === undefined ? undefined : { label: text(label), region: parsed };
}

/** A region by its shape alone: whoever is asked with it checks its numbers. */
function parseSpec(value: unknown, depth: number): RegionSpec | undefined {
  const { kind, ra, dec, radius, corners, larger, text: cells, name, parts } = record(value);
  switch (kind) {
    case 'everywhere':
      return { kind };
    case 'cone':
      return isNumber(ra) && isNumber(dec) && isNumber(radius)
        ? { kind, ra, dec, radius }
        : undefined;
    case 'box':
      return isPair(ra) && isPair(dec) ? { kind, ra, dec } : undefined;
    case 'polygon':
      return Array.isArray(corners) && corners.every(isPair)
        ? { kind, corners, larger: larger === true }
        : undefined;
    case 'moc':
      return typeof cells === 'string' && cells.length <= LONGEST_TEXT
        ? { kind, text: cells, name: text(name) }
        : undefined;
    case 'union': {
      const all = Array.isArray(parts) && depth < DEEPEST ? parts : [];
      const parsed = all.map((part) => parseSpec(part, depth + 1));
      return parsed.length > 0 && !parsed.includes(undefined)
        ? { kind, parts: parsed.flatMap((part) => part ?? []) }
        : undefined;
    }
    default:
      return undefined;
  }
}

function columnName(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME
    ? value
    : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT ? value : '';
}

function isUnit(value: unknown): value is AngleUnit {
  return typeof value === 'string' && Object.hasOwn(PER_DEGREE, value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(isNumber);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
