import type { Region, Shape } from '../../src/protocol/region';
import type { Size } from '../image/view';
import type { SizedRegions } from './region-model';

/** What is kept of the regions with a file. Not the tool: who opens a file again wants to pan it first. */
export interface KeptRegions {
  readonly images: readonly (Size & { readonly regions: readonly Region[] })[];
}

/** The most regions that are kept, the most vertices of all of them, and the longest label. */
export const MOST_KEPT = 2000;
const MOST_VERTICES = 50_000;
const MOST_TEXT = 1000;

/** As much of the regions as is kept: those of the image on show first. */
export function keptRegions(all: readonly SizedRegions[]): KeptRegions {
  let room = MOST_KEPT;
  let vertices = MOST_VERTICES;
  const images: KeptRegions['images'][number][] = [];
  for (const { size, regions } of all) {
    const kept: Region[] = [];
    for (const region of regions) {
      vertices -= region.shape.kind === 'polygon' ? region.shape.vertices.length : 0;
      if (room === 0 || vertices < 0) {
        break;
      }
      room--;
      kept.push({ ...region, text: region.text.slice(0, MOST_TEXT) });
    }
    if (kept.length > 0) {
      images.push({ ...size, regions: kept });
    }
  }
  return { images };
}

/** What an earlier page kept, as far as it makes sense. */
export function parseKeptRegions(kept: unknown): SizedRegions[] {
  const { images } = recordOf(kept);
  return listOf(images).flatMap((image) => {
    const { width, height, regions } = recordOf(image);
    const read = listOf(regions)
      .slice(0, MOST_KEPT)
      .map(regionOf)
      .filter((region) => region !== undefined);
    return isSize(width) && isSize(height) && read.length > 0
      ? [{ size: { width, height }, regions: read }]
      : [];
  });
}

function regionOf(kept: unknown): Region | undefined {
  const { shape, text, colour, include } = recordOf(kept);
  const read = shapeOf(recordOf(shape));
  return (
    read && {
      shape: read,
      text: textOf(text),
      colour: textOf(colour),
      include: include !== false,
    }
  );
}

function shapeOf(kept: Record<string, unknown>): Shape | undefined {
  const { kind, x, y, angle, vertices } = kept;
  if (kind === 'polygon') {
    const points = listOf(vertices).map(pointOf);
    const known = points.filter((point) => point !== undefined);
    return known.length >= 3 && known.length === points.length
      ? { kind, vertices: known }
      : undefined;
  }
  if (kind === 'line') {
    const [from, to] = [pointOf(kept['from']), pointOf(kept['to'])];
    return from && to && { kind, from, to };
  }
  if (!isNumber(x) || !isNumber(y)) {
    return undefined;
  }
  const turn = isNumber(angle) ? angle : 0;
  const { radius, inner, outer, a, b, width, height } = kept;
  switch (kind) {
    case 'point':
      return { kind, x, y };
    case 'circle':
      return isLength(radius) ? { kind, x, y, radius } : undefined;
    case 'annulus':
      return isLength(inner) && isLength(outer) ? { kind, x, y, inner, outer } : undefined;
    case 'ellipse':
      return isLength(a) && isLength(b) ? { kind, x, y, a, b, angle: turn } : undefined;
    case 'box':
      return isLength(width) && isLength(height)
        ? { kind, x, y, width, height, angle: turn }
        : undefined;
    default:
      return undefined;
  }
}

function pointOf(value: unknown): readonly [number, number] | undefined {
  const [x, y, more] = listOf(value);
  return isNumber(x) && isNumber(y) && more === undefined ? [x, y] : undefined;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MOST_TEXT) : '';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isLength(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
