import type { PlaneReply } from '../../src/protocol/methods';
import type { Grid } from '../image/grid';
import type { Host } from '../image/host';
import { PlaneSource } from '../image/source';
import type { Sight, Size } from '../image/view';
import type { MaskScene } from './mask-levels';
import type { MaskModel } from './mask-model';
import { MASK_COLOURS } from './mask-state';

export interface MaskLayerListener {
  /** Something else is to be drawn. */
  onChange(): void;
  /** Part of the mask, or all of it, could not be read. */
  onError(error: unknown): void;
  /** A grid will not be drawn again. */
  onDrop(grid: Grid): void;
}

/** `off` while there is nothing to read, `failed` where there is nothing to draw for it. */
export type MaskLayerState = 'off' | 'loading' | 'ready' | 'failed';

/**
 * The chosen bits of the mask of the plane on show, read only while they are shown: grids like those of
 * the picture, which lie over it.
 */
export class MaskLayer {
  readonly #host: Host;
  readonly #model: MaskModel;
  readonly #listener: MaskLayerListener;
  #plane: PlaneReply | undefined;
  #source: PlaneSource | undefined;
  /** Size of the canvas; nothing is asked for before it is known. */
  #canvas: Size | undefined;
  #asked = false;
  #failed = false;

  constructor(host: Host, model: MaskModel, listener: MaskLayerListener) {
    this.#host = host;
    this.#model = model;
    this.#listener = listener;
    model.onChange(() => {
      this.#update();
      listener.onChange();
    });
  }

  /** The plane under it, or none: what was read of another is dropped. */
  set plane(plane: PlaneReply | undefined) {
    this.#drop();
    this.#plane = plane;
    this.#model.mask = plane?.mask;
    this.#update();
  }

  get state(): MaskLayerState {
    if (this.#source === undefined) {
      return 'off';
    }
    if (this.#failed) {
      return 'failed';
    }
    return (this.#source.drawable()?.pending ?? true) ? 'loading' : 'ready';
  }

  /** What is seen, on a canvas of a size. */
  look(sight: Sight | undefined, canvas: Size): void {
    if (canvas.width > 0 && canvas.height > 0) {
      this.#canvas = canvas;
      this.#load();
    }
    this.#source?.look(sight);
  }

  /** Asks for what is seen and not there. */
  ask(): void {
    this.#source?.ask();
  }

  /** Asks again for what failed. */
  retry(): void {
    if (this.#failed) {
      this.#failed = false;
      this.#asked = false;
      this.#load();
    }
    this.#source?.retry();
  }

  /** What lies over the picture now. */
  scene(): MaskScene | undefined {
    const grids = this.#source?.drawable()?.grids;
    const { colour, opacity } = this.#model.state;
    return grids && { grids, colour: MASK_COLOURS[colour], opacity };
  }

  /** What lies over the picture in a view beside the one on the screen: see `PlaneSource.read`. */
  async read(sight: Sight, signal: AbortSignal): Promise<MaskScene | undefined> {
    const grids = await this.#source?.read(sight, { signal, onProgress: () => undefined });
    const scene = this.scene();
    return scene && grids && { ...scene, grids };
  }

  /** Has a source for what is to be shown, and none else. */
  #update(): void {
    const { mask, bits, drawn } = this.#model;
    const plane = this.#plane;
    if (mask === undefined || plane === undefined || !drawn) {
      this.#drop();
    } else if (this.#source?.ref.bits !== bits) {
      this.#drop();
      this.#source = new PlaneSource(this.#host, { ...mask.ref, bits }, plane, {
        onOverview: () => this.#listener.onChange(),
        onTile: () => this.#listener.onChange(),
        onError: (error) => {
          this.#listener.onError(error);
          this.#listener.onChange();
        },
        // Broken parts of a mask draw nothing; the picture says what is broken of the file.
        onProblems: () => undefined,
        onDrop: (grid) => this.#listener.onDrop(grid),
      });
      this.#load();
    }
  }

  #load(): void {
    const source = this.#source;
    if (source === undefined || this.#canvas === undefined || this.#asked) {
      return;
    }
    this.#asked = true;
    source.load(this.#canvas).catch((error: unknown) => {
      if (this.#source === source) {
        this.#failed = true;
        this.#listener.onError(error);
        this.#listener.onChange();
      }
    });
  }

  #drop(): void {
    this.#source?.dispose();
    this.#source = undefined;
    this.#asked = false;
    this.#failed = false;
  }
}
