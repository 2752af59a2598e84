import type { SkybucketError } from '../errors';
import { checkFrame, fitFrame, frameOf, type Grid } from './grid';
import {
  type Averages,
  overview,
  type OverviewOptions,
  type OverviewStep,
  valuesOf,
} from './overview';
import type { Box, Plane, PlaneOptions } from './plane';
import { PYRAMID_BYTES } from './pyramid';
import { PyramidBuild } from './pyramid-build';
import { readTile } from './tile';

export interface PlaneViewOptions {
  /** Most memory of the pyramid, default {@link PYRAMID_BYTES}. */
  readonly pyramidBytes?: number | undefined;
}

/** A badly broken image could have a million of them. */
const MOST_PROBLEMS = 100;

/**
 * One plane as a viewer looks at it: its overview and its tiles, and what is kept between them. That is
 * the latest overview and, where every byte is at hand, one pyramid: the averaging of an overview makes
 * it along the way, and what is coarse enough comes from it from then on. What is broken of the plane is
 * left out of the picture as if it were missing.
 */
export class PlaneView {
  /** What is broken of the plane as far as it was looked at, one sentence each. */
  readonly problems = new Set<string>();
  private latest: OverviewStep | undefined;
  private build: PyramidBuild | undefined;

  constructor(
    readonly plane: Plane,
    private readonly options: PlaneViewOptions = {},
  ) {}

  /**
   * The values that limits and histogram are about: pixels as they are where there are any, else the
   * latest overview. Undefined before there is one.
   */
  get values(): Grid | undefined {
    return this.latest && valuesOf(this.latest);
  }

  /** See {@link overview}. One of another size meanwhile follows the same averaging. */
  async *overview(
    size: { readonly width: number; readonly height: number },
    options: OverviewOptions = {},
  ): AsyncGenerator<OverviewStep> {
    for await (const step of this.steps(size, options)) {
      this.latest = step;
      yield step;
    }
  }

  /** See {@link readTile}. Nothing is read for what the pyramid has. */
  async tile(box: Box, step: number, options: PlaneOptions = {}): Promise<Grid> {
    checkFrame(this.plane, frameOf(box, step));
    const { onBroken } = this;
    return (
      this.build?.pyramid.grid(box, step) ??
      readTile(this.plane, box, step, { ...options, onBroken })
    );
  }

  private async *steps(
    size: { readonly width: number; readonly height: number },
    options: OverviewOptions,
  ): AsyncGenerator<OverviewStep> {
    const { box, step } = fitFrame(this.plane, size);
    const grid = this.build?.pyramid.grid(box, step);
    if (grid) {
      // Every row of it is there, so all pixels have gone by.
      yield { grid, done: 1, pixels: this.build?.pixels.grid };
      return;
    }
    const { local } = this.plane;
    const fromPyramid = local && step > 1 && step >= this.joinBuild().pyramid.base.step;
    yield* overview(this.plane, size, {
      ...options,
      onBroken: this.onBroken,
      // Joined when the averages are wanted: one joined now may have been given up by then.
      averaged: fromPyramid ? () => this.averages(step, options) : undefined,
    });
  }

  private readonly onBroken = ({ message }: SkybucketError): void => {
    if (this.problems.size < MOST_PROBLEMS) {
      this.problems.add(message);
    }
  };

  private averages(step: number, options: PlaneOptions): Averages {
    const build = this.joinBuild();
    const rows = build.rows(step, { ...options, onBroken: this.onBroken });
    return { rows, pixels: build.pixels };
  }

  private joinBuild(): PyramidBuild {
    this.build ??= new PyramidBuild(
      this.plane,
      this.options.pyramidBytes ?? PYRAMID_BYTES,
      (lost) => {
        this.build = this.build === lost ? undefined : this.build;
      },
    );
    return this.build;
  }
}
