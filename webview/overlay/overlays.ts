import type { HduLine, PlaneRef } from '../../src/protocol/methods';
import { Contours } from '../contours/contours';
import { CutoutForm } from '../cutout/cutout-form';
import type { DisplayModel } from '../image/display';
import type { KeyActions } from '../image/key-bindings';
import { Markers } from '../markers/markers';
import { Matching } from '../match/matching';
import { Regions } from '../region/regions';
import { SkyTools } from '../sky/sky-tools';
import type { OverlayStand, ShownPlane } from './stand';

/** What of the things over the picture is kept with the file; each checks its own when it is brought back. */
export type KeptOverlays = Readonly<
  Partial<Record<'sky' | 'regions' | 'matching' | 'markers' | 'contours' | 'cutout', unknown>>
>;

/** Of the actions of keys those that are about what lies over the picture. */
export type OverlayKeys = Pick<
  KeyActions,
  'onGrid' | 'onGoTo' | 'onMeasure' | 'onContours' | 'onOtherPicture' | 'onBlink' | 'onLink'
>;

export interface OverlaysListener {
  /** Positions are to be told in another frame, or written in another way. */
  onFrame(): void;
  /** A marker of a table of this file was chosen. */
  onRow(hdu: number, row: number): void;
  /** The user wants to see what there is to say of the selected region. */
  onRegions(): void;
  /** A picture of a cutout is to be saved as PNG; false where it was not. */
  onExport(picture: HTMLCanvasElement, understood: string): Promise<boolean>;
}

/** What can be laid over a picture, from below: contours, markers, the sky, regions, a cutout. */
export class Overlays {
  readonly sky: SkyTools;
  readonly regions: Regions;
  readonly matching: Matching;
  readonly markers: Markers;
  readonly contours: Contours;
  readonly cutout: CutoutForm;
  /** The menus, for the toolbar. */
  readonly menus: readonly HTMLElement[];
  /** The forms over the picture, for the stage. */
  readonly forms: readonly HTMLElement[];
  readonly #stand: OverlayStand;
  #partner: PlaneRef | undefined;

  constructor(stand: OverlayStand, display: DisplayModel, listener: OverlaysListener) {
    this.#stand = stand;
    const { picture } = stand;
    this.contours = new Contours(stand);
    this.markers = new Markers(stand, listener);
    this.sky = new SkyTools(stand);
    this.regions = new Regions(stand);
    this.cutout = new CutoutForm(stand, {
      selected: () => this.regions.selectedShape,
      exportPng: (drawn, understood) => listener.onExport(drawn, understood),
      onClose: () => picture.canvas.focus(),
    });
    this.matching = new Matching(stand, display);
    this.regions.shownName = () => this.matching.shownName;
    this.regions.onChange(() => this.cutout.updateRegion());
    this.regions.onOpen(() => listener.onRegions());
    this.sky.onFrame = () => {
      this.cutout.frame = this.sky.frame;
      listener.onFrame();
    };
    this.menus = [this.sky, this.markers, this.contours, this.matching].map((each) => each.element);
    this.forms = [this.sky.bars, this.cutout.element];
  }

  get state(): KeptOverlays {
    const { sky, regions, matching, markers, contours, cutout } = this;
    return {
      sky: sky.state,
      regions: regions.state,
      matching: matching.state,
      markers: markers.state,
      contours: contours.state,
      cutout: cutout.state,
    };
  }

  restore(kept: KeptOverlays): void {
    this.sky.restore(kept.sky);
    this.regions.restore(kept.regions);
    this.matching.restore(kept.matching);
    this.markers.restore(kept.markers);
    this.contours.restore(kept.contours);
    this.cutout.restore(kept.cutout);
  }

  /** The HDUs or arrays of the file. */
  set lines(lines: readonly HduLine[]) {
    this.matching.setLines(lines);
    this.markers.lines = lines;
  }

  set origin(origin: 0 | 1) {
    this.sky.setOrigin(origin);
    this.regions.setOrigin(origin);
    this.markers.origin = origin;
    this.cutout.origin = origin;
  }

  /** The picture on show, or that there is none. */
  shown(plane: ShownPlane | undefined): void {
    this.sky.shown(plane);
    this.regions.shown(plane);
    this.matching.shown(plane);
    this.markers.shown(plane);
    this.contours.shown(plane);
    this.cutout.shown(plane);
  }

  /** Brings menus and forms in line with the picture. */
  update(): void {
    this.sky.update();
    const { partner } = this.#stand.picture;
    if (partner?.ref !== this.#partner) {
      this.#partner = partner?.ref;
      const { partnerName } = this.matching;
      this.contours.sources =
        partner === undefined || partnerName === undefined
          ? []
          : [{ name: partnerName, ref: partner.ref }];
    }
  }

  /** What keys do to what lies over the picture. */
  get keys(): OverlayKeys {
    const { sky, contours, matching } = this;
    return {
      onGrid: () => sky.toggleGrid(),
      onGoTo: () => sky.openPlaces(),
      onMeasure: () => sky.toggleMeasure(),
      onContours: () => void contours.toggle(),
      onOtherPicture: () => void matching.toggle(),
      onBlink: () => matching.toggleBlink(),
      onLink: () => matching.toggleLinked(),
    };
  }

  /** Ends what a form is about, else closes one that is open; false where none is. */
  escape(): boolean {
    return this.cutout.escape() || this.sky.escape();
  }
}
