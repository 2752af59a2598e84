import type { Box, Plane, PlaneOptions, PlaneRow, Section } from '../image/plane';
import { pieceAt } from '../image/piece-sampling';

/**
 * A part of a plane as a plane of its own, so that what is made of a plane can be made of the part. Its
 * edges are those of blocks and pieces of the plane, at or beyond those asked for: see `box`.
 */
export class BoxPlane implements Plane {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  readonly unit: string | undefined;
  readonly bytesPerRow: number;
  readonly rowsPerBlock: number;
  readonly columnsPerBlock: number | undefined;
  readonly pieceStarts: readonly number[] | undefined;
  readonly local: boolean;

  /** @param box inside the plane, not empty. */
  constructor(
    private readonly plane: Plane,
    box: Box,
  ) {
    const { rowsPerBlock, columnsPerBlock, pieceStarts } = plane;
    const columns = columnsPerBlock ?? 1;
    const piece = pieceStarts?.[pieceAt(pieceStarts, box.y0)];
    this.box = {
      x0: Math.floor(box.x0 / columns) * columns,
      y0: piece ?? Math.floor(box.y0 / rowsPerBlock) * rowsPerBlock,
      x1: Math.min(Math.ceil(box.x1 / columns) * columns, plane.width),
      y1: Math.min(Math.ceil(box.y1 / rowsPerBlock) * rowsPerBlock, plane.height),
    };
    const { x0, y0, x1, y1 } = this.box;
    this.width = x1 - x0;
    this.height = y1 - y0;
    this.unit = plane.unit;
    this.bytesPerRow = (plane.bytesPerRow * this.width) / plane.width;
    this.rowsPerBlock = rowsPerBlock;
    this.columnsPerBlock = columnsPerBlock;
    this.pieceStarts = pieceStarts
      ?.filter((start) => start >= y0 && start < y1)
      .map((start) => start - y0);
    this.local = plane.local;
  }

  async section(box: Box, options?: PlaneOptions): Promise<Section> {
    const { width, height, values } = await this.plane.section(this.there(box), options);
    return { ...box, width, height, values };
  }

  async *rows(
    ys: readonly number[],
    x0: number,
    x1: number,
    options?: PlaneOptions,
  ): AsyncGenerator<PlaneRow, void, void> {
    const { box, plane } = this;
    const there = ys.map((y) => y + box.y0);
    for await (const { y, values } of plane.rows(there, x0 + box.x0, x1 + box.x0, options)) {
      yield { y: y - box.y0, values };
    }
  }

  exact(x: number, y: number, options?: PlaneOptions): Promise<string> {
    return this.plane.exact(x + this.box.x0, y + this.box.y0, options);
  }

  exactBox(box: Box, options?: PlaneOptions): Promise<string[]> {
    return this.plane.exactBox(this.there(box), options);
  }

  private there({ x0, y0, x1, y1 }: Box): Box {
    const { x0: x, y0: y } = this.box;
    return { x0: x0 + x, y0: y0 + y, x1: x1 + x, y1: y1 + y };
  }
}
