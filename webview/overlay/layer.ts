import type { Camera } from '../image/camera';

/** Something drawn over the picture: a grid, regions, markers. */
export interface OverlayLayer {
  /**
   * An element of its own that lies over the picture, below what is drawn: a canvas that is too busy to be
   * drawn with the rest. Left out: it has none.
   */
  readonly element?: HTMLElement | undefined;
  /**
   * Draws. Called for each frame in which the picture moves, and after `Picture.redrawOverlay`.
   *
   * @param context of a canvas as large as that of the picture, in device pixels, cleared before the first
   *   layer. Its state is saved before and restored after.
   * @param camera where image positions lie on it.
   */
  draw(context: CanvasRenderingContext2D, camera: Camera): void;
  /**
   * Sees to it that everything is known to draw an exported picture of another view than the one on the
   * screen. What {@link draw} is given then is this camera.
   */
  prepare?(camera: Camera, signal: AbortSignal): Promise<void>;
  /** Draws what `element` shows into an exported picture, below what {@link draw} draws. */
  capture?(context: CanvasRenderingContext2D, camera: Camera): void;
}
