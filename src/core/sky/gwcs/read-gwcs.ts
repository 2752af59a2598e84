import { type AsdfNode, childOf } from '../../asdf/node';
import { SkybucketError } from '../../errors';
import { type BoundingBox, boundingBoxOf } from './bounding-box';
import { checkUnits } from './check-units';
import type { Gwcs } from './gwcs';
import { frameOf } from './gwcs-frames';
import { isGwcs } from './kind';
import type { ArrayLookup } from './number-array';
import { GwcsPipeline } from './pipeline';
import { badGwcs } from './problem';
import { TransformReader } from './transform-reader';

/** One sentence on why a coordinate system cannot be used. */
export interface GwcsProblem {
  readonly problem: string;
}

const MOST_STEPS = 200;

/**
 * The coordinate system of a node tagged `gwcs/wcs-1.x`. Of Quantities among its parameters only those in
 * pixels and degrees are supported.
 *
 * @param arrays the arrays below the node, by their nodes.
 */
export function readGwcs(node: AsdfNode, arrays: ArrayLookup): Gwcs | GwcsProblem {
  try {
    return pipelineOf(node, arrays);
  } catch (error) {
    if (
      error instanceof SkybucketError &&
      (error.code === 'format' || error.code === 'unsupported')
    ) {
      return { problem: error.message };
    }
    throw error;
  }
}

function pipelineOf(node: AsdfNode, arrays: ArrayLookup): Gwcs {
  if (!isGwcs(node)) {
    throw badGwcs('This is no coordinate system of gwcs.');
  }
  const list = childOf(node, 'steps');
  const steps = list?.kind === 'sequence' ? list.items : [];
  if (steps.length < 2 || steps.length > MOST_STEPS) {
    throw badGwcs(`The coordinate system has ${steps.length} steps.`);
  }
  const frames = steps.map((step) => frameOf(childOf(step, 'frame')));
  const reader = new TransformReader(arrays);
  const nodes = steps.slice(0, -1).map((step) => childOf(step, 'transform'));
  const given = nodes.filter((transform) => transform !== undefined);
  checkUnits(given, frames.at(-1) as (typeof frames)[number]);
  const transforms = nodes.map((transform) => reader.transform(transform));
  reader.readInverses();
  const warnings = [...reader.warnings];
  return new GwcsPipeline({
    ...{ frames, transforms },
    boundingBox: boxOrWarning(reader, nodes[0], transforms[0]?.inputs ?? 0, warnings),
    pixelShape: shapeOf(childOf(node, 'pixel_shape')),
    warnings,
  });
}

/** The box of the first transform counts, as in gwcs. */
function boxOrWarning(
  reader: TransformReader,
  node: AsdfNode | undefined,
  inputs: number,
  warnings: string[],
): BoundingBox | undefined {
  try {
    return node && boundingBoxOf(reader.parameters(node, 'bounding box'), inputs);
  } catch (error) {
    if (!(error instanceof SkybucketError)) {
      throw error;
    }
    warnings.push(error.message);
    return undefined;
  }
}

function shapeOf(node: AsdfNode | undefined): number[] | undefined {
  const lengths =
    node?.kind === 'sequence'
      ? node.items.map((item) => (item.kind === 'scalar' ? Number(item.value) : NaN))
      : [];
  return lengths.length > 0 && lengths.every((length) => length > 0 && length < 1e9)
    ? lengths
    : undefined;
}
