import type { Region, Shape } from '../../src/protocol/region';
import type { Panel } from '../inspector/panel';
import type { OverlayStand, ShownPlane } from '../overlay/stand';
import type { PointerTool } from '../overlay/tool';
import type { RegionTool } from './drawn-shape';
import { FileNewsBox } from './file-news';
import type { KeptRegions } from './kept-regions';
import { keptRegions, parseKeptRegions } from './kept-regions';
import { RegionBoxes } from './region-boxes';
import { RegionFiles } from './region-files';
import { listenToRegionKeys } from './region-keys';
import { RegionLayer } from './region-layer';
import { RegionModel } from './region-model';
import { RegionPanel } from './region-panel';
import { RegionPointer } from './region-pointer';
import { movedShape } from './shape-edit';
import { boundsOf, centreOf } from './shape-geometry';

/** How far beside what it was copied from a region is put, in CSS pixels. */
const BESIDE = 14;

/** The selected region, as what is cut out: pixels, 0-based. */
export interface SelectedShape {
  readonly shape: Shape;
  readonly centre: readonly [x: number, y: number];
  /** Of the upright box around it. */
  readonly width: number;
  readonly height: number;
}

/**
 * Regions on the picture: drawn, edited and measured. They belong to images of one size: the planes of the
 * same size (SCI, ERR, DQ) share them, others have their own.
 */
export class Regions {
  readonly #stand: OverlayStand;
  readonly #model = new RegionModel();
  readonly #pointer: RegionPointer;
  readonly #files: RegionFiles;
  readonly #panel: RegionPanel;
  readonly #listeners: (() => void)[] = [];
  readonly #openListeners: (() => void)[] = [];
  /** The name of the picture that is seen, while there are two that take turns. */
  shownName: () => string | undefined = () => undefined;
  #shown: ShownPlane | undefined;
  #origin: 0 | 1 = 1;
  #kept: readonly Region[] | undefined;
  #state: KeptRegions | undefined;

  constructor(stand: OverlayStand) {
    this.#stand = stand;
    const model = this.#model;
    const { picture, host } = stand;
    const boxes = new RegionBoxes();
    const news = new FileNewsBox();
    this.#pointer = new RegionPointer(picture, model, boxes, {
      onDraft: () => picture.redrawOverlay(),
      onOpen: () => this.#open(),
    });
    this.#files = new RegionFiles(
      host,
      model,
      () => this.#shown,
      (message) => news.show(message),
    );
    this.#panel = new RegionPanel({
      stand,
      model,
      files: this.#files,
      news,
      tool: () => (picture.tool === this.#pointer ? model.tool : undefined),
      onTool: (tool) => this.chooseTool(tool),
      shown: () => this.#seen,
      origin: () => this.#origin,
      shownName: () => this.shownName(),
    });
    picture.addLayer(new RegionLayer(model, boxes, this.#pointer));
    picture.restingTool = this.#pointer;
    listenToRegionKeys(picture, model, this.#pointer, {
      copy: () => void this.copySelected(),
      paste: () => this.#paste(),
      duplicate: () => {
        model.copy();
        this.#paste();
      },
    });
    model.onChange(() => this.#follow());
  }

  /** The tab of the inspector. */
  get panel(): Panel {
    return this.#panel;
  }

  /** What takes presses on the picture for the regions; it is the picture's unless another tool is used. */
  get pointer(): PointerTool {
    return this.#pointer;
  }

  /** Undefined while the pointer is another tool's. */
  get tool(): RegionTool | undefined {
    return this.#stand.picture.tool === this.#pointer ? this.#model.tool : undefined;
  }

  /** Has the pointer draw or select regions. */
  chooseTool(tool: RegionTool): void {
    this.#stand.picture.tool = this.#pointer;
    this.#model.tool = tool;
    this.#panel.update();
  }

  /** The picture on show. */
  shown(plane: ShownPlane | undefined): void {
    const before = this.#shown?.plane;
    this.#shown = plane;
    const size = plane?.plane;
    if (before?.width !== size?.width || before?.height !== size?.height) {
      this.#pointer.abandonPolygon();
      this.#model.show(size);
    }
  }

  /** What the first pixel is counted as. */
  setOrigin(origin: 0 | 1): void {
    this.#origin = origin;
  }

  get regions(): readonly Region[] {
    return this.#model.regions;
  }

  get selectedShape(): SelectedShape | undefined {
    const shape = this.#model.selectedRegion?.shape;
    if (shape === undefined) {
      return undefined;
    }
    const { x0, y0, x1, y1 } = boundsOf(shape);
    return { shape, centre: centreOf(shape), width: x1 - x0, height: y1 - y0 };
  }

  /** The regions, the selection or the tool changed. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The user wants to see what there is to say of the selected region: its tab. */
  onOpen(listener: () => void): void {
    this.#openListeners.push(listener);
  }

  /** Asks for a region file. */
  openFile(): void {
    void this.#files.open();
  }

  /** Copies the selected region as a region file has it, in pixels. */
  async copySelected(): Promise<void> {
    const region = this.#model.copy();
    const text = region && (await this.#files.textOf([region]));
    if (text !== undefined) {
      this.#stand.copy(text, 'Region');
    }
  }

  /** What is kept with the file. */
  get state(): KeptRegions {
    const { all, regions } = this.#model;
    if (this.#state === undefined || this.#kept !== regions) {
      this.#state = keptRegions(all);
      this.#kept = regions;
    }
    return this.#state;
  }

  /** Brings back what an earlier page kept, before or after the picture is shown. */
  restore(state: unknown): void {
    this.#model.restore(parseKeptRegions(state));
  }

  /** The picture that is seen: of two that take turns, the one whose turn it is. */
  get #seen(): ShownPlane | undefined {
    const { showPartner, partner } = this.#stand.picture;
    return showPartner ? partner : this.#shown;
  }

  #follow(): void {
    const model = this.#model;
    if (model.tool !== 'polygon') {
      this.#pointer.abandonPolygon();
    }
    this.#stand.picture.redrawOverlay();
    if (!model.editing) {
      this.#stand.onKept();
    }
    this.#listeners.forEach((listener) => listener());
  }

  /** A copy beside what was copied, or beside the last copy of it. */
  #paste(): void {
    const region = this.#model.copied;
    const { zoom = 1 } = this.#stand.picture;
    if (region !== undefined) {
      const by = (BESIDE * devicePixelRatio) / zoom;
      this.#model.add([{ ...region, shape: movedShape(region.shape, by, -by) }]);
      this.#model.copy();
    }
  }

  #open(): void {
    this.#openListeners.forEach((listener) => listener());
    this.#panel.focusName();
  }
}
