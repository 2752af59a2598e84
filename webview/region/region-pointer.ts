import type { Picture } from '../image/picture';
import type { Position } from '../image/view';
import type { Grip, PointerTool, Press } from '../overlay/tool';
import { placedShape } from './drawn-shape';
import { onScreen } from './on-screen';
import { PolygonDraft } from './polygon-draft';
import type { RegionBoxes } from './region-boxes';
import type { Hit } from './region-hit';
import { hitHandle, hitRegion } from './region-hit';
import { RegionGrips } from './region-grips';
import type { RegionModel } from './region-model';
import { newRegion } from './region-model';
import type { Draft } from './region-paint';
import { resizeCursor } from './resize-cursor';
import { withoutVertex } from './shape-edit';
import { boundsOf } from './shape-geometry';
import type { Handle } from './shape-handles';
import { handlesOf } from './shape-handles';

/** How near the pointer must be to a line and to a handle, in CSS pixels. */
const REACH = 6;
const HANDLE_REACH = 8;
/** Half the size of a region that is placed by a click before any was drawn, in CSS pixels. */
const PLACED = 20;

export interface PointerListener {
  /** What is drawn has changed, the regions have not. */
  onDraft(): void;
  /** Pressed twice on a region. */
  onOpen(): void;
}

/** Selects, draws and edits regions with the pointer. */
export class RegionPointer implements PointerTool {
  readonly #picture: Picture;
  readonly #model: RegionModel;
  readonly #boxes: RegionBoxes;
  readonly #listener: PointerListener;
  readonly #polygon: PolygonDraft;
  readonly #grips: RegionGrips;
  /** Where the picture got a press that met no region. */
  #missed: Position | undefined;
  #vertex: { readonly region: number; readonly index: number } | undefined;

  constructor(picture: Picture, model: RegionModel, boxes: RegionBoxes, listener: PointerListener) {
    this.#picture = picture;
    this.#model = model;
    this.#boxes = boxes;
    this.#listener = listener;
    this.#polygon = new PolygonDraft(() => listener.onDraft());
    this.#grips = new RegionGrips(picture, model);
    picture.canvas.addEventListener('click', (event) => this.#onClick(event));
  }

  /** The polygon that is being drawn. */
  get draft(): Draft | undefined {
    return this.#polygon.draft;
  }

  /** What the selected region can be taken by. */
  get handles(): readonly Handle[] {
    const shape = this.#model.selectedRegion?.shape;
    const isDrawn = this.#polygon.draft !== undefined;
    return shape === undefined || isDrawn ? [] : handlesOf(shape, this.#cssPixel);
  }

  /** The vertex of the selected polygon that was last taken. */
  get vertex(): number | undefined {
    const isOf = this.#vertex !== undefined && this.#vertex.region === this.#model.selected;
    return isOf && this.#model.selectedRegion?.shape.kind === 'polygon'
      ? this.#vertex?.index
      : undefined;
  }

  press(at: Position, { shift, alt, double }: Press): Grip | undefined {
    const { tool, hasImage } = this.#model;
    const position = this.#picture.camera.positionAt(at);
    this.#missed = undefined;
    if (!hasImage || position === undefined) {
      return undefined;
    }
    if (tool === 'polygon' && (this.#polygon.isBegun || this.#handleAt(position) === undefined)) {
      return this.#pressPolygon(position, double);
    }
    const handle = this.#handleAt(position);
    if (handle !== undefined) {
      return this.#pressHandle(handle, alt || double);
    }
    if (tool !== 'select' && tool !== 'polygon') {
      return this.#grips.drawing(tool, position, () => this.#clickWithTool(position));
    }
    const hit = this.#hitAt(position);
    if (hit === undefined || shift) {
      this.#missed = at;
      return undefined;
    }
    return this.#pressRegion(hit, position, double);
  }

  hover(at: Position | undefined): string | undefined {
    const position = at && this.#picture.camera.positionAt(at);
    if (this.#polygon.isBegun) {
      this.#polygon.point(position);
      return position && this.#polygon.closesAt(position, REACH * this.#cssPixel)
        ? 'pointer'
        : 'crosshair';
    }
    if (position === undefined || !this.#model.hasImage) {
      return undefined;
    }
    const handle = this.#handleAt(position);
    if (handle !== undefined) {
      return this.#cursorOf(handle);
    }
    if (this.#model.tool !== 'select') {
      return 'crosshair';
    }
    const hit = this.#hitAt(position);
    return hit && (hit.index === this.#model.selected ? 'move' : 'pointer');
  }

  /** The polygon, then the tool, then the selection. */
  escape(): boolean {
    if (this.#polygon.isBegun) {
      this.#polygon.abandon();
      return true;
    }
    if (this.#model.tool !== 'select') {
      this.#model.tool = 'select';
      return true;
    }
    const isSelected = this.#model.selected !== undefined;
    this.#model.select(undefined);
    return isSelected;
  }

  /** Ends the polygon that is being drawn; false where there is none. */
  closePolygon(): boolean {
    const vertices = this.#polygon.close();
    if (vertices !== undefined && vertices.length >= 3) {
      this.#model.add([newRegion({ kind: 'polygon', vertices })]);
    }
    return vertices !== undefined;
  }

  /** Lets go of the polygon that is being drawn. */
  abandonPolygon(): void {
    this.#polygon.abandon();
  }

  /** Takes back the last vertex of the polygon that is being drawn; false where there is none. */
  dropVertex(): boolean {
    return this.#polygon.drop();
  }

  /** Removes the vertex that was last taken; false where there is none, or too few would be left. */
  removeVertex(): boolean {
    const { vertex } = this;
    const shape = this.#model.selectedRegion?.shape;
    const rest = shape && vertex !== undefined ? withoutVertex(shape, vertex) : undefined;
    if (rest !== undefined) {
      this.#model.reshape(rest);
      this.#vertex = undefined;
    }
    return rest !== undefined;
  }

  /** Puts a region of the chosen kind there; false where the tool draws none. */
  placeAt(position: Position): boolean {
    const { tool } = this.#model;
    if (tool === 'select' || !this.#model.hasImage) {
      return false;
    }
    const size = this.#grips.lastSize ?? PLACED * this.#cssPixel;
    this.#model.add([newRegion(placedShape(tool, position, size))]);
    return true;
  }

  /** Image pixels of a CSS pixel. */
  get #cssPixel(): number {
    return devicePixelRatio / (this.#picture.camera.view?.zoom ?? 1);
  }

  #handleAt(position: Position): Handle | undefined {
    return hitHandle(this.handles, position, HANDLE_REACH * this.#cssPixel);
  }

  #hitAt(position: Position): Hit | undefined {
    const { width, height } = this.#picture.camera.canvas;
    const sight = Math.max(width, height) / (this.#picture.camera.view?.zoom ?? 1);
    const { regions } = this.#model;
    return hitRegion(regions, this.#boxes, position, REACH * this.#cssPixel, sight);
  }

  #cursorOf({ kind, at }: Handle): string {
    const screen = onScreen(this.#picture.camera);
    const shape = this.#model.selectedRegion?.shape;
    if (screen === undefined || shape === undefined || kind === 'vertex' || kind === 'edge') {
      return 'move';
    }
    if (kind === 'rotate') {
      return 'grab';
    }
    const { x0, y0, x1, y1 } = boundsOf(shape);
    return resizeCursor(screen.place((x0 + x1) / 2, (y0 + y1) / 2), screen.place(...at));
  }

  #pressHandle(handle: Handle, removes: boolean): Grip {
    const { kind, index } = handle;
    const region = this.#model.selected as number;
    if (kind === 'vertex') {
      this.#vertex = { region, index };
      this.#listener.onDraft();
    }
    return this.#grips.pulling(
      handle,
      () => {
        if (kind === 'edge') {
          this.#vertex = { region, index: index + 1 };
        }
      },
      () => {
        if (kind === 'vertex' && removes) {
          this.removeVertex();
        }
      },
    );
  }

  #pressRegion({ index }: Hit, position: Position, double: boolean): Grip {
    return this.#grips.moving(index, position, () => {
      this.#model.select(index);
      if (double) {
        this.#listener.onOpen();
      }
    });
  }

  /** On the line of a region a click selects it; elsewhere it puts one of the size last drawn. */
  #clickWithTool(position: Position): void {
    const hit = this.#hitAt(position);
    if (hit?.on === 'outline') {
      this.#model.select(hit.index);
    } else {
      this.placeAt(position);
    }
  }

  #pressPolygon(position: Position, double: boolean): Grip {
    const reach = REACH * this.#cssPixel;
    if (this.#polygon.closesAt(position, reach) || (double && this.#polygon.isBegun)) {
      return {
        move: () => undefined,
        release: () => void this.closePolygon(),
        abandon: () => undefined,
      };
    }
    this.#model.select(undefined);
    this.#polygon.add(position);
    const move = (at: Position): void => {
      const to = this.#picture.camera.positionAt(at);
      if (to !== undefined) {
        this.#polygon.moveLast(to);
      }
    };
    return {
      move,
      release: (at, moved) => moved && move(at),
      abandon: () => this.#polygon.abandon(),
    };
  }

  /** The picture took the press, and nothing was dragged: a click beside all regions. */
  #onClick({ offsetX, offsetY }: MouseEvent): void {
    const missed = this.#missed;
    this.#missed = undefined;
    const far =
      missed &&
      Math.hypot(offsetX * devicePixelRatio - missed[0], offsetY * devicePixelRatio - missed[1]);
    if (far !== undefined && far <= 3 * devicePixelRatio) {
      this.#model.select(undefined);
    }
  }
}
