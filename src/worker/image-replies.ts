import type { UnpackProgress } from '../core/bytes/unpack/unpacked-reader';
import { distributionOf } from '../core/image/distribution';
import type { Grid } from '../core/image/grid';
import { filledValues, minmax } from '../core/image/limits';
import { type OverviewStep, valuesOf } from '../core/image/overview';
import type { Plane } from '../core/image/plane';
import type { StatisticsStep } from '../core/image/statistics';
import { zscale } from '../core/image/zscale';
import {
  type AxisLine,
  type GridReply,
  type Limits,
  type MaskReply,
  MOST_PROBLEMS,
  type OverviewProgress,
  type PlaneReply,
  type StatisticsReply,
  type StructureReply,
} from '../protocol/methods';
import { boundedWarnings } from './bounded-warnings';
import type { Content } from './content';
import type { OpenedFile } from './opened-file';

/** Limits of an image without a single finite value. */
const NO_LIMITS: Limits = { low: 0, high: 1 };

/** The parts found so far. */
export function structureReply(file: OpenedFile, content: Content): StructureReply {
  const { lines, warnings, first } = content.parts();
  return {
    title: file.label,
    lines,
    warnings: boundedWarnings([...file.warnings, ...warnings]),
    first,
    format: content.format,
    compression: file.compression,
    unpacking: undefined,
  };
}

/** While a file that is compressed as a whole is read. */
export function unpackingReply(file: OpenedFile, unpacking: UnpackProgress): StructureReply {
  return {
    title: file.label,
    lines: [],
    warnings: [],
    first: undefined,
    compression: file.compression,
    unpacking,
  };
}

/** @param lines what the header says of the axes; of random groups it says nothing of the last. */
export function planeReply(
  plane: Plane,
  axes: readonly number[],
  lines: readonly AxisLine[],
  mask: MaskReply | undefined,
): PlaneReply {
  const { width, height, unit, bytesPerRow, local } = plane;
  const axisLines = axes.map(
    (length, i) => lines[i] ?? { length, name: 'Group', unit: '', linear: undefined },
  );
  return { width, height, unit, bytesPerRow, local, axes: axes.slice(2), axisLines, mask };
}

/** @param problems of the plane the grid is of. */
export function gridReply(
  { frame, values, filled, kind }: Grid,
  problems: ReadonlySet<string>,
): GridReply {
  const { width, height, step, box } = frame;
  return {
    width,
    height,
    x0: box.x0,
    y0: box.y0,
    step,
    // Copies, because what is sent is moved away, and grids are kept. Every platform VS Code runs on is
    // little-endian.
    values: bytesOf(values.slice()),
    filled: filled.slice(),
    kind,
    problems: problems.size > 0 ? [...problems].slice(0, MOST_PROBLEMS) : undefined,
  };
}

export function overviewProgress(
  step: OverviewStep,
  problems: ReadonlySet<string>,
): OverviewProgress {
  const seen = valuesOf(step);
  const values = filledValues(seen);
  return {
    grid: gridReply(step.grid, problems),
    values: seen.kind,
    minmax: minmax(values) ?? NO_LIMITS,
    zscale: zscale(values) ?? NO_LIMITS,
    quantiles: bytesOf(distributionOf(values).quantiles),
    done: step.done,
  };
}

export function statisticsReply(step: StatisticsStep): StatisticsReply {
  const finite = (value: number): number | undefined =>
    Number.isFinite(value) ? value : undefined;
  return {
    ...step,
    sum: finite(step.sum),
    mean: finite(step.mean),
    deviation: finite(step.deviation),
    median: finite(step.median),
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
