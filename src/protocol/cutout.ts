import type { PlaneRef } from './methods';
import type { SkyFrame } from './position';

/** How a cutout that reaches over the edge is made, as astropy's Cutout2D does. */
export type CutoutMode = 'trim' | 'partial' | 'strict';

/** What is cut out of an image. */
export interface CutoutParams {
  /** A pixel position, or what the user typed: a coordinate, a pixel, a name (`findPlace`). */
  readonly centre: readonly [x: number, y: number] | string;
  /** How the text of a centre is read. */
  readonly frame: SkyFrame;
  readonly origin: 0 | 1;
  /** Width and height, with units as the user wrote them: `200 px`, `30"`, `1.5'`, `0.01 deg`. */
  readonly width: string;
  readonly height: string;
  readonly mode: CutoutMode;
}

export interface CutoutReply {
  /** What was cut out, for people: `256 × 256 pixels around 10h21m33s +41d12m00s`. */
  readonly understood: string;
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
  /** What is to be known of it: trimmed, filled up, how good its coordinates are; a sentence each. */
  readonly notes: readonly string[];
}

/** webview → host: `[params, result, progress]`. */
export interface CutoutMethods {
  /**
   * What a cutout would be, without reading pixels: the bytes that reading them takes, and those of the
   * file.
   */
  planCutout: [
    params: PlaneRef & CutoutParams,
    result: CutoutReply & { readonly bytes: number; readonly fileBytes: number },
    progress: never,
  ];
  /** Makes it and opens it in an editor of its own. */
  openCutout: [params: PlaneRef & CutoutParams, result: CutoutReply, progress: { done: number }];
  /** Makes it and asks the user where to write it; `saved` is false where they chose nowhere. */
  saveCutout: [
    params: PlaneRef & CutoutParams,
    result: CutoutReply & { readonly saved: boolean },
    progress: { done: number },
  ];
}
