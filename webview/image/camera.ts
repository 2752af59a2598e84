import type { Placement, Position, Size, View } from './view';
import { clampView, fitView, imagePosition, panBy, pixelAt, place, zoomAt } from './view';

/** The chosen part of a view; both undefined means "fit". */
export interface ChosenView {
  readonly centre: Position | undefined;
  readonly zoom: number | undefined;
}

/** How an image is looked at on a canvas. Follows the canvas while the user has chosen nothing. */
export class Camera {
  image: Size | undefined;
  canvas: Size = { width: 0, height: 0 };
  #chosen: View | undefined;

  get chosen(): ChosenView {
    return { centre: this.#chosen?.centre, zoom: this.#chosen?.zoom };
  }

  choose({ centre, zoom }: ChosenView): void {
    this.#chosen = centre === undefined || zoom === undefined ? undefined : { centre, zoom };
  }

  fit(): void {
    this.#chosen = undefined;
  }

  /** The view, or undefined while there is no image or no canvas. */
  get view(): View | undefined {
    if (this.image === undefined || this.canvas.width === 0 || this.canvas.height === 0) {
      return undefined;
    }
    return this.#chosen === undefined
      ? fitView(this.image, this.canvas)
      : clampView(this.#chosen, this.image, this.canvas);
  }

  get placement(): Placement | undefined {
    const { view } = this;
    return view && place(view, this.canvas);
  }

  /** Sets the zoom and keeps what is at a canvas position (else the middle) in its place. */
  zoomTo(zoom: number, at?: Position): void {
    const { view, image, canvas } = this;
    if (view !== undefined && image !== undefined) {
      const [x, y] = at ?? [canvas.width / 2, canvas.height / 2];
      const bounded = clampView({ ...view, zoom }, image, canvas).zoom;
      this.#chosen = clampView(zoomAt(view, canvas, bounded, x, y), image, canvas);
    }
  }

  /** Moves the picture by device pixels, right and down. */
  pan(right: number, down: number): void {
    const { view, image, canvas } = this;
    if (view !== undefined && image !== undefined) {
      this.#chosen = clampView(panBy(view, right, down), image, canvas);
    }
  }

  /** The image position at a canvas position. */
  positionAt([x, y]: Position): Position | undefined {
    const { placement } = this;
    return placement && imagePosition(placement, this.canvas, x, y);
  }

  /** The image pixel shown at a canvas position, or undefined beside the image. */
  pixelAt([x, y]: Position): Position | undefined {
    const { placement, image } = this;
    if (placement === undefined || image === undefined) {
      return undefined;
    }
    const [column, row] = pixelAt(placement, this.canvas, x, y);
    const inside = column >= 0 && row >= 0 && column < image.width && row < image.height;
    return inside ? [column, row] : undefined;
  }

  get centrePixel(): Position | undefined {
    return this.pixelAt([this.canvas.width / 2, this.canvas.height / 2]);
  }
}
