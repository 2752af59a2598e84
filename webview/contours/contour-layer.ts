import type { Params, PlaneRef } from '../../src/protocol/methods';
import { MOST_CONTOUR_LEVELS } from '../../src/protocol/region';
import type { Camera } from '../image/camera';
import type { Host, Trouble } from '../image/host';
import { troubleOf } from '../image/host';
import type { Placement } from '../image/view';
import type { OverlayLayer } from '../overlay/layer';
import { ContourLines } from './contour-lines';
import { contourArea, covers, type ContourArea } from './contour-request';
import type { ContourSettings } from './contour-settings';

/** The view rests when it has not moved for so long, in milliseconds. */
const REST = 150;

/** What contours are drawn of, and how. */
export interface ContourSubject {
  /** The plane whose values they are of, on the pixels of the one on show. */
  readonly ref: PlaneRef;
  readonly levels: readonly number[];
  readonly settings: ContourSettings;
}

type ContourParams = Params<'contours'>;

export type ContourStatus =
  | { readonly kind: 'off' | 'ready' }
  | { readonly kind: 'loading'; readonly done: number }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

export interface ContourLayerListener {
  /** What lies over the picture is to be drawn again. */
  redraw(): void;
  onStatus(status: ContourStatus): void;
  /** A frame is drawn: there may be more to know of the picture. */
  onFrame(): void;
}

/**
 * Contours over the picture. They are asked for what is in sight when the view rests; meanwhile those that are
 * there move with the picture.
 */
export class ContourLayer implements OverlayLayer {
  readonly #host: Host;
  readonly #listener: ContourLayerListener;
  #subject: ContourSubject | undefined;
  #lines: ContourLines | undefined;
  #asked: ContourArea | undefined;
  #work: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The view that is to rest. */
  #waiting: Placement | undefined;
  #failed = false;
  /** For an exported picture of another view. */
  #prepared: { camera: Camera; lines: ContourLines; settings: ContourSettings } | undefined;

  constructor(host: Host, listener: ContourLayerListener) {
    this.#host = host;
    this.#listener = listener;
  }

  /** Nothing is drawn where it is undefined. Another look asks for nothing. */
  set subject(subject: ContourSubject | undefined) {
    const before = this.#subject;
    this.#subject = subject;
    if (subject === undefined || before === undefined || !isSameRequest(before, subject)) {
      this.#cancel();
      if (subject === undefined || before === undefined || !isSamePlane(before, subject)) {
        this.#lines = undefined;
      }
    }
    this.#listener.onStatus(this.#status());
    this.#listener.redraw();
  }

  retry(): void {
    this.#cancel();
    this.#listener.onStatus(this.#status());
    this.#listener.redraw();
  }

  async prepare(camera: Camera, signal: AbortSignal): Promise<void> {
    const { box, view, image } = camera;
    const subject = this.#subject;
    if (box !== undefined && view !== undefined && image !== undefined && subject !== undefined) {
      const area = contourArea(box, view.zoom, image);
      const { paths } = await this.#host.request('contours', requestOf(subject, area), { signal });
      const { settings } = subject;
      this.#prepared = { camera, lines: new ContourLines(area, paths), settings };
    }
  }

  draw(context: CanvasRenderingContext2D, camera: Camera): void {
    const subject = this.#subject;
    if (this.#prepared?.camera === camera) {
      this.#prepared.lines.draw(context, camera, this.#prepared.settings);
      this.#prepared = undefined;
      return;
    }
    this.#listener.onFrame();
    if (subject === undefined) {
      return;
    }
    this.#lines?.draw(context, camera, subject.settings);
    if (!this.#isWanted(camera)) {
      this.#wait();
    } else if (!isSameView(this.#waiting, camera.placement)) {
      this.#wait(camera);
    }
  }

  /**
   * Asks when the view has rested, or not at all. Frames that are drawn of a view at rest, of a picture that
   * blinks or is still coming in, put nothing off.
   */
  #wait(camera?: Camera): void {
    clearTimeout(this.#timer);
    this.#waiting = camera?.placement;
    if (camera !== undefined) {
      this.#timer = setTimeout(() => {
        this.#waiting = undefined;
        this.#ask(camera);
      }, REST);
    }
  }

  /** Whether what is in sight has not been asked for. */
  #isWanted({ box, view, image }: Camera): boolean {
    if (this.#failed || box === undefined || view === undefined || image === undefined) {
      return false;
    }
    return this.#asked === undefined || !covers(this.#asked, box, view.zoom, image);
  }

  #ask(camera: Camera): void {
    const { box, view, image } = camera;
    const subject = this.#subject;
    if (!this.#isWanted(camera) || !box || !view || !image || subject === undefined) {
      return;
    }
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    const area = contourArea(box, view.zoom, image);
    this.#asked = area;
    this.#listener.onStatus({ kind: 'loading', done: 0 });
    this.#host
      .request('contours', requestOf(subject, area), {
        signal: work.signal,
        onProgress: ({ done }) => {
          if (!work.signal.aborted) {
            this.#listener.onStatus({ kind: 'loading', done });
          }
        },
      })
      .then(({ paths }) => {
        if (!work.signal.aborted) {
          this.#lines = new ContourLines(area, paths);
          this.#listener.onStatus({ kind: 'ready' });
          this.#listener.redraw();
        }
      })
      .catch((error: unknown) => {
        const trouble = troubleOf(error);
        if (!work.signal.aborted && trouble !== undefined) {
          this.#failed = true;
          this.#listener.onStatus({ kind: 'failed', trouble });
        }
      });
  }

  #cancel(): void {
    this.#wait();
    this.#work?.abort();
    this.#work = undefined;
    this.#asked = undefined;
    this.#failed = false;
  }

  #status(): ContourStatus {
    return { kind: this.#subject === undefined ? 'off' : 'ready' };
  }
}

function requestOf({ ref, levels, settings }: ContourSubject, area: ContourArea): ContourParams {
  const { smooth } = settings;
  return { ...ref, ...area, levels: levels.slice(0, MOST_CONTOUR_LEVELS), smooth };
}

function isSameView(one: Placement | undefined, other: Placement | undefined): boolean {
  return one?.zoom === other?.zoom && one?.left === other?.left && one?.bottom === other?.bottom;
}

function isSamePlane(one: ContourSubject, other: ContourSubject): boolean {
  return JSON.stringify(one.ref) === JSON.stringify(other.ref);
}

function isSameRequest(one: ContourSubject, other: ContourSubject): boolean {
  const levels = String(one.levels) === String(other.levels);
  return levels && one.settings.smooth === other.settings.smooth && isSamePlane(one, other);
}
