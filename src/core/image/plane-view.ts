import { checkFrame, fitFrame, frameOf, type Grid } from './grid';
import { overview, type OverviewOptions, type OverviewStep } from './overview';
import type { Box, Plane, PlaneOptions } from './plane';
import { PYRAMID_BYTES } from './pyramid';
import { PyramidBuild } from './pyramid-build';
import { readTile } from './tile';

export interface PlaneViewOptions {
  /** Most memory of the pyramid, default {@link PYRAMID_BYTES}. */
  readonly pyramidBytes?: number | undefined;
}

/**
 * One plane as a viewer looks at it: its overview and its tiles, and what is kept between them. That is
 * the latest overview and, where every byte is at hand, one pyramid: the averaging of an overview makes
 * it along the way, and what is coarse enough comes from it from then on.
 */
export class PlaneView {
  private latest: Grid | undefined;
  private build: PyramidBuild | undefined;

  constructor(
    readonly plane: Plane,
    private readonly options: PlaneViewOptions = {},
  ) {}

  /** The latest grid of an overview, or undefined before there is one. */
  get overviewGrid(): Grid | undefined {
    return this.latest;
  }

  /** See {@link overview}. One of another size meanwhile follows the same averaging. */
  async *overview(
    size: { readonly width: number; readonly height: number },
    options: OverviewOptions = {},
  ): AsyncGenerator<OverviewStep> {
    for await (const step of this.steps(size, options)) {
      this.latest = step.grid;
      yield step;
    }
  }

  /** See {@link readTile}. Nothing is read for what the pyramid has. */
  async tile(box: Box, step: number, options: PlaneOptions = {}): Promise<Grid> {
    checkFrame(this.plane, frameOf(box, step));
    return this.build?.pyramid.grid(box, step) ?? readTile(this.plane, box, step, options);
  }

  private async *steps(
    size: { readonly width: number; readonly height: number },
    options: OverviewOptions,
  ): AsyncGenerator<OverviewStep> {
    const { box, step } = fitFrame(this.plane, size);
    const grid = this.build?.pyramid.grid(box, step);
    if (grid) {
      yield { grid, done: 1 };
      return;
    }
    const { local } = this.plane;
    const fromPyramid = local && step > 1 && step >= this.joinBuild().pyramid.base.step;
    yield* overview(this.plane, size, {
      ...options,
      // Joined when the averages are wanted: one joined now may have been given up by then.
      averaged: fromPyramid ? () => this.joinBuild().rows(step, options) : undefined,
    });
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
