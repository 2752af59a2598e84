import type { SkyFrame } from '../../src/protocol/position';
import type { OverlayStand, ShownPlane } from '../overlay/stand';
import { element } from '../ui/dom';
import { Measurement } from './measure';
import { MeasureBar } from './measure-bar';
import { MeasureLayer } from './measure-layer';
import { MeasureTool } from './measure-tool';
import { PlaceBar } from './place-bar';
import type { SkyStyle } from './position-words';
import { SkyLayer } from './sky-layer';
import { SkyLook } from './sky-look';
import type { SkyMenu } from './sky-menu';
import { createSkyMenu } from './sky-menu';
import { SkyModel } from './sky-model';
import type { SkyState } from './sky-state';
import { skyStateOf } from './sky-state';
import { Surroundings } from './surroundings';
import './sky.css';

/** Room between the bars and what is above them, in CSS pixels. */
const GAP = 12;

/** What is shown of the sky over the picture: grid, compass, scale bar, places and distances. */
export class SkyTools {
  /** The bars over the picture: they belong into its stage. */
  readonly bars: HTMLElement;
  /** Told when positions are to be told in another frame, or written in another way. */
  onFrame: () => void = () => undefined;
  readonly #stand: OverlayStand;
  readonly #model = new SkyModel();
  readonly #look: SkyLook;
  readonly #surroundings: Surroundings;
  readonly #layer: SkyLayer;
  readonly #menu: SkyMenu;
  readonly #places: PlaceBar;
  readonly #measurement: Measurement;
  readonly #tool: MeasureTool;
  readonly #measureBar: MeasureBar;

  constructor(stand: OverlayStand) {
    const { host, picture } = stand;
    this.#stand = stand;
    this.#look = new SkyLook(host, () => {
      this.update();
      picture.redrawOverlay();
    });
    this.#surroundings = new Surroundings(picture.canvas, () => {
      this.bars.style.top = `${this.#surroundings.below(this.bars) + GAP}px`;
      picture.redrawOverlay();
    });
    this.#layer = new SkyLayer(stand, this.#model, this.#look, this.#surroundings);
    this.#measurement = new Measurement(host, this.#model, () => {
      this.update();
      picture.redrawOverlay();
    });
    this.#tool = new MeasureTool(picture, this.#measurement, () => this.update());
    this.#measureBar = new MeasureBar(this.#measurement, picture, {
      onCopy: () => this.copyMeasured(),
      onClose: () => {
        this.#tool.active = false;
        picture.canvas.focus();
      },
    });
    this.#places = new PlaceBar(host, this.#model, {
      onGo: (pixel) => picture.goTo(pixel),
      onClose: () => picture.canvas.focus(),
    });
    this.#menu = createSkyMenu(this.#model, {
      onOpen: () => this.#lookNow(),
      onGoTo: () => this.openPlaces(),
      onMeasure: () => this.toggleMeasure(),
    });
    this.bars = element('div', { class: 'sky-bars' }, [
      this.#places.element,
      this.#measureBar.element,
    ]);
    picture.addLayer(this.#layer);
    picture.addLayer(new MeasureLayer(this.#measurement));
    this.#model.onChange((before) => this.#changed(before));
    this.update();
  }

  /** The menu, for the toolbar. */
  get element(): HTMLElement {
    return this.#menu.element;
  }

  /** What is kept with the file. */
  get state(): SkyState {
    return this.#model.state;
  }

  restore(kept: unknown): void {
    this.#model.state = skyStateOf(kept);
  }

  /** The frame positions are told in. */
  get frame(): SkyFrame {
    return this.#model.state.frame;
  }

  get style(): SkyStyle {
    return this.#model.state.style;
  }

  set style(style: SkyStyle) {
    if (style !== this.style) {
      this.#model.change({ style });
    }
  }

  /** Whether lines are drawn with the pointer. */
  get measuring(): boolean {
    return this.#tool.active;
  }

  /** Another picture is on show, or none. */
  shown(shown: ShownPlane | undefined): void {
    const before = this.#model.shown;
    const isSameImage =
      shown?.ref.hdu === before?.ref.hdu &&
      shown?.plane.width === before?.plane.width &&
      shown?.plane.height === before?.plane.height &&
      shown?.ref.cell === undefined;
    this.#look.reset();
    this.#layer.reset();
    this.#places.forget();
    if (!isSameImage) {
      this.#measurement.clear();
    }
    if (shown === undefined) {
      this.#places.close();
      this.#tool.active = false;
    }
    this.#model.shown = shown;
    this.#measurement.again();
  }

  /** Which number the first pixel has. */
  setOrigin(origin: 0 | 1): void {
    this.#places.origin = origin;
  }

  toggleGrid(): void {
    this.#model.change({ grid: !this.state.grid });
  }

  /** Asks where to go. */
  openPlaces(): void {
    if (this.#model.shown !== undefined) {
      this.#places.open();
    }
  }

  toggleMeasure(): void {
    this.#tool.active = !this.#tool.active && this.#model.shown !== undefined;
  }

  /** Copies what was measured; false where nothing was. */
  copyMeasured(): boolean {
    const { sentence, ends } = this.#measurement;
    if (ends !== undefined) {
      this.#stand.copy(sentence, 'The measurement');
    }
    return ends !== undefined;
  }

  /** Closes the field for places; false where it is not open. */
  escape(): boolean {
    const { isOpen } = this.#places;
    this.#places.close();
    return isOpen;
  }

  /** Brings menu and bars in line with what is on show, and with the tool the picture has. */
  update(): void {
    this.#menu.update(this.#look.reply, this.#tool.active);
    this.#measureBar.update(this.#tool.active);
  }

  #changed(before: SkyState): void {
    const { state } = this.#model;
    if (state.frame !== before.frame) {
      this.#look.reset();
      this.#layer.reset();
      this.#measurement.again();
    }
    if (state.frame !== before.frame || state.style !== before.style) {
      this.onFrame();
    }
    if (state !== before) {
      this.#stand.onKept();
    }
    this.update();
    this.#stand.picture.redrawOverlay();
    if (
      state.frame !== before.frame &&
      this.#model.shown !== undefined &&
      this.element.matches(':has(:popover-open)')
    ) {
      this.#lookNow();
    }
  }

  /** The menu says what the coordinates are, also where nothing of them is drawn. */
  #lookNow(): void {
    const { ref, state } = this.#model;
    if (ref !== undefined) {
      this.#look.look(this.#stand.picture.camera, { ref, frame: state.frame });
    }
  }
}
