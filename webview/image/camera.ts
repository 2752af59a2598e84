import type { Orientation } from './orientation';
import { UPRIGHT, turn, turnedSize, unturn, unturnBox } from './orientation';
import type { PixelBox, Placement, Position, Sight, Size, View } from './view';
import {
  canvasPosition,
  clampView,
  fitView,
  imagePosition,
  panBy,
  pixelAt,
  place,
  reveal,
  viewOfBox,
  visibleBox,
  zoomAt,
} from './view';

/** The chosen part of a view; both undefined means "fit". The centre is an image position of the file. */
export interface ChosenView {
  readonly centre: Position | undefined;
  readonly zoom: number | undefined;
}

/**
 * How an image is looked at on a canvas. Follows the canvas while the user has chosen nothing.
 *
 * Inside, the view is of the turned image; whatever goes in and out in image positions is of the file,
 * so that turning the picture keeps what is in the middle there.
 */
export class Camera {
  /** Size of the image as the file has it. */
  image: Size | undefined;
  orientation: Orientation = UPRIGHT;
  canvas: Size = { width: 0, height: 0 };
  /** Its centre is an image position. */
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

  /** The view of the turned image, or undefined while there is no image or no canvas. */
  get view(): View | undefined {
    const { image, orientation, canvas } = this;
    if (image === undefined || canvas.width === 0 || canvas.height === 0) {
      return undefined;
    }
    const turned = turnedSize(image, orientation);
    if (this.#chosen === undefined) {
      return fitView(turned, canvas);
    }
    const { centre, zoom } = this.#chosen;
    return clampView({ centre: turn(centre, image, orientation), zoom }, turned, canvas);
  }

  /** Where the turned image lies. */
  get placement(): Placement | undefined {
    const { view } = this;
    return view && place(view, this.canvas);
  }

  /** The image position in the middle. */
  get centre(): Position | undefined {
    const { view, image } = this;
    return view && image && unturn(view.centre, image, this.orientation);
  }

  /** The image pixels in sight. */
  get box(): PixelBox | undefined {
    const { placement, image, orientation } = this;
    if (placement === undefined || image === undefined) {
      return undefined;
    }
    const seen = visibleBox(placement, this.canvas, turnedSize(image, orientation));
    return seen && unturnBox(seen, image, orientation);
  }

  /** What is seen; what is at a canvas position (else in the middle) matters most. */
  sight(at: Position | undefined): Sight | undefined {
    const { view, box, centre } = this;
    const focus = (at && this.positionAt(at)) ?? centre;
    return view && box && focus && { box, zoom: view.zoom, focus };
  }

  /** Sets the zoom and keeps what is at a canvas position (else the middle) in its place. */
  zoomTo(zoom: number, at?: Position): void {
    this.#move((view, turned) => {
      const { canvas } = this;
      const [x, y] = at ?? [canvas.width / 2, canvas.height / 2];
      return zoomAt(view, canvas, clampView({ ...view, zoom }, turned, canvas).zoom, x, y);
    });
  }

  /** Shows what lies between two canvas positions, as large as it can be. */
  zoomToBox(from: Position, to: Position): void {
    this.#move((view) => viewOfBox(place(view, this.canvas), this.canvas, from, to));
  }

  /** Moves the picture by device pixels, right and down. */
  pan(right: number, down: number): void {
    this.#move((view) => panBy(view, right, down));
  }

  /** Puts an image position in the middle. */
  centreOn(position: Position): void {
    this.#move((view, _, image) => ({
      centre: turn(position, image, this.orientation),
      zoom: view.zoom,
    }));
  }

  /** Moves just far enough to have an image position in sight. */
  reveal(position: Position): void {
    const { view, image, canvas, orientation } = this;
    if (view !== undefined && image !== undefined) {
      const seen = reveal(view, canvas, turn(position, image, orientation));
      // Who has chosen nothing goes on to see all of it.
      if (seen.centre[0] !== view.centre[0] || seen.centre[1] !== view.centre[1]) {
        this.#move(() => seen);
      }
    }
  }

  /** The image position at a canvas position. */
  positionAt([x, y]: Position): Position | undefined {
    const { placement, image } = this;
    return (
      placement &&
      image &&
      unturn(imagePosition(placement, this.canvas, x, y), image, this.orientation)
    );
  }

  /** The image pixel shown at a canvas position, or undefined beside the image. */
  pixelAt([x, y]: Position): Position | undefined {
    const { placement, image } = this;
    if (placement === undefined || image === undefined) {
      return undefined;
    }
    const pixel = unturn(pixelAt(placement, this.canvas, x, y), image, this.orientation);
    return isInside(pixel, image) ? pixel : undefined;
  }

  /** The canvas position of an image position. */
  canvasPosition(position: Position): Position | undefined {
    const { placement, image } = this;
    return (
      placement &&
      image &&
      canvasPosition(placement, this.canvas, turn(position, image, this.orientation))
    );
  }

  /** The image pixel nearest to the middle of the canvas. */
  get centrePixel(): Position | undefined {
    const { placement, image, canvas } = this;
    if (placement === undefined || image === undefined) {
      return undefined;
    }
    const middle = pixelAt(placement, canvas, canvas.width / 2, canvas.height / 2);
    return clampPixel(unturn(middle, image, this.orientation), image);
  }

  /** The image pixel some pixels to the right of another and above it, as the screen has it. */
  pixelBeside(pixel: Position, right: number, up: number): Position | undefined {
    const { image, orientation } = this;
    if (image === undefined) {
      return undefined;
    }
    const [x, y] = turn(pixel, image, orientation);
    return clampPixel(unturn([x + right, y + up], image, orientation), image);
  }

  #move(change: (view: View, turned: Size, image: Size) => View): void {
    const { view, image, canvas, orientation } = this;
    if (view !== undefined && image !== undefined) {
      const turned = turnedSize(image, orientation);
      const { centre, zoom } = clampView(change(view, turned, image), turned, canvas);
      this.#chosen = { centre: unturn(centre, image, orientation), zoom };
    }
  }
}

export function isInside([x, y]: Position, image: Size): boolean {
  return x >= 0 && y >= 0 && x < image.width && y < image.height;
}

function clampPixel([x, y]: Position, image: Size): Position {
  return [Math.min(Math.max(x, 0), image.width - 1), Math.min(Math.max(y, 0), image.height - 1)];
}
