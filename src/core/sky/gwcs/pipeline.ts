import { SkybucketError } from '../../errors';
import { type BoundingBox, blankMarked, outsideOf } from './bounding-box';
import type { GwcsFrame } from './gwcs-frames';
import type { Gwcs, OutsideOptions } from './gwcs';
import { compose } from './compound';
import { Inverter } from './newton';
import type { Forward } from './search';
import { short } from './problem';
import { lengthOf, newArrays, type Transform } from './transform';
import { type WorldAxes, worldAxesOf } from './world-axes';

/** Positions that go through all transforms together: their arrays stay in the caches of the processor. */
const CHUNK = 4096;
/** How far outside of the bounding box a pixel that was found may be, in pixels. */
const AT_THE_EDGE = 1e-6;
/** Of a detector the file says nothing of. */
const USUAL_SIZE = 2048;

/** What {@link GwcsPipeline} is made of. */
export interface PipelineParts {
  /** One more than the transforms, which lead from each to the next. */
  readonly frames: readonly GwcsFrame[];
  readonly transforms: readonly Transform[];
  readonly boundingBox: BoundingBox | undefined;
  /** Of the image, x first, where the file says it. */
  readonly pixelShape: readonly number[] | undefined;
  readonly warnings: readonly string[];
}

/** Frames and the transforms between them. */
export class GwcsPipeline implements Gwcs {
  readonly projection = 'gwcs';
  readonly pixelAxes: number;
  readonly worldAxes: Gwcs['worldAxes'];
  readonly celestial: Gwcs['celestial'];
  readonly warnings: readonly string[];
  readonly frames: readonly GwcsFrame[];
  readonly boundingBox: BoundingBox | undefined;
  readonly inverse: Gwcs['inverse'];
  private readonly world: WorldAxes;
  private readonly forward: Transform;
  /** From the world to the pixels. */
  private readonly backward: Transform | undefined;
  /** From the world as far back as there are closed forms. */
  private readonly closed: Transform | undefined;
  /** What is left to find, from the pixels on. */
  private readonly search: Inverter | undefined;
  private readonly upTo: readonly Transform[];

  /** @throws SkybucketError `format` where the transforms do not fit to each other. */
  constructor({ frames, transforms, boundingBox, pixelShape, warnings }: PipelineParts) {
    const [first, ...rest] = transforms as [Transform, ...Transform[]];
    const upTo = [first];
    for (const next of rest) {
      upTo.push(compose(upTo.at(-1) as Transform, next));
    }
    this.upTo = upTo;
    this.forward = upTo.at(-1) as Transform;
    this.frames = frames;
    this.boundingBox = boundingBox;
    this.pixelAxes = this.forward.inputs;
    this.world = worldAxesOf(frames.at(-1) as GwcsFrame, this.forward.outputs);
    this.worldAxes = this.world.axes;
    this.celestial = this.world.celestial;
    this.warnings = [...warnings, ...this.world.warnings];
    this.backward = this.forward.inverse;
    const { closed, left } = closedPart(transforms);
    this.closed = closed;
    const part = left === 0 ? undefined : upTo[left - 1];
    this.search =
      part && part.inputs <= part.outputs
        ? new Inverter({
            ...{ inputs: part.inputs, outputs: part.outputs, evaluate: part.evaluate },
            sky: left === transforms.length ? this.skyInDegrees() : undefined,
            box: searchBox(part.inputs, boundingBox, pixelShape),
          })
        : undefined;
    this.inverse = this.howBack(left);
  }

  toWorld(pixels: readonly Float64Array[], options: OutsideOptions = {}): Float64Array[] {
    return this.world.toDegrees(this.evaluate(this.forward, pixels, options));
  }

  toFrame(
    name: string,
    pixels: readonly Float64Array[],
    options: OutsideOptions = {},
  ): Float64Array[] {
    const place = this.frames.findIndex((frame) => frame.name === name);
    if (place < 0) {
      const sentence = `The coordinate system has no frame called ${short(name)}.`;
      throw new SkybucketError('not-found', sentence);
    }
    if (place === 0) {
      return blankMarked(pixels, options.outside ? undefined : outsideOf(this.boundingBox, pixels));
    }
    return this.evaluate(this.upTo[place - 1] as Transform, pixels, options);
  }

  toPixel(world: readonly Float64Array[], options: OutsideOptions = {}): Float64Array[] {
    const own = this.world.fromDegrees(world);
    return this.within(
      inChunks(own, this.pixelAxes, (values) => this.found(values)),
      options,
    );
  }

  toPixelAsGiven(
    world: readonly Float64Array[],
    options: OutsideOptions = {},
  ): Float64Array[] | undefined {
    const { backward } = this;
    if (backward === undefined) {
      return undefined;
    }
    const own = this.world.fromDegrees(world);
    return this.within(inChunks(own, this.pixelAxes, backward.evaluate), options);
  }

  private found(world: readonly Float64Array[]): Float64Array[] {
    const part = this.closed ? this.closed.evaluate(world) : world;
    if (this.search === undefined) {
      return this.inverse === 'closed'
        ? [...part]
        : newArrays(this.pixelAxes, lengthOf(world)).map((axis) => axis.fill(NaN));
    }
    return this.search.invert(part, this.backward?.evaluate(world));
  }

  private within(pixels: readonly Float64Array[], { outside }: OutsideOptions): Float64Array[] {
    return blankMarked(
      pixels,
      outside ? undefined : outsideOf(this.boundingBox, pixels, AT_THE_EDGE),
    );
  }

  private evaluate(
    transform: Transform,
    pixels: readonly Float64Array[],
    { outside }: OutsideOptions,
  ): Float64Array[] {
    const values = inChunks(pixels, transform.outputs, transform.evaluate);
    return blankMarked(values, outside ? undefined : outsideOf(this.boundingBox, pixels));
  }

  /** Only degrees are told apart from what goes round. */
  private skyInDegrees(): Forward['sky'] {
    return this.world.inDegrees ? this.celestial : undefined;
  }

  private howBack(left: number): Gwcs['inverse'] {
    if (left === 0) {
      return 'closed';
    }
    if (this.search === undefined) {
      return 'none';
    }
    return this.backward ? 'given' : 'numerical';
  }
}

/** The last transforms that have closed inverses, as one, and how many are left before them. */
function closedPart(transforms: readonly Transform[]): {
  readonly closed: Transform | undefined;
  readonly left: number;
} {
  let closed: Transform | undefined;
  let left = transforms.length;
  while (left > 0) {
    const { closedInverse } = transforms[left - 1] as Transform;
    if (closedInverse === undefined) {
      break;
    }
    closed = closed ? compose(closed, closedInverse) : closedInverse;
    left -= 1;
  }
  return { closed, left };
}

function searchBox(
  axes: number,
  box: BoundingBox | undefined,
  shape: readonly number[] | undefined,
): BoundingBox {
  return Array.from({ length: axes }, (_, axis) => {
    const [low, high] = box?.[axis] ?? [-Infinity, Infinity];
    const size = shape?.[axis] ?? USUAL_SIZE;
    return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : [-0.5, size - 0.5];
  });
}

function inChunks(
  values: readonly Float64Array[],
  outputs: number,
  evaluate: (values: readonly Float64Array[]) => Float64Array[],
): Float64Array[] {
  const length = lengthOf(values);
  if (length <= CHUNK) {
    return evaluate(values);
  }
  const result = newArrays(outputs, length);
  for (let start = 0; start < length; start += CHUNK) {
    const part = evaluate(values.map((axis) => axis.subarray(start, start + CHUNK)));
    part.forEach((axis, output) => (result[output] as Float64Array).set(axis, start));
  }
  return result;
}
