import type { HduLine, PlaneRef, PlaneReply, StructureReply } from '../../src/protocol/methods';
import { HeaderPanel } from '../header/panel';
import { element } from '../ui/dom';
import { FileActions } from './file-actions';
import { Frame } from './frame';
import { absence, hduName } from './hdu';
import { HeaderLoader } from './headers';
import type { Host } from './host';
import { troubleOf } from './host';
import type { StateStore } from './keeper';
import { StateKeeper } from './keeper';
import { listenToKeys } from './keys';
import type { NoticeAction } from './notice';
import { Picture } from './picture';
import { Readout } from './readout';
import { Session } from './session';
import { SliceBar } from './slices';
import { Stage, errorNotice } from './stage';
import type { KeptState } from './state';
import { DEFAULT_PANELS } from './state';
import { StructurePanel } from './structure';
import { Toolbar } from './toolbar';
import { ValueProbe } from './values';
import type { Position, Size } from './view';

/** The image viewer: its parts, and what each tells the others. */
export class Viewer {
  readonly element: HTMLElement;
  readonly #session: Session;
  readonly #toolbar: Toolbar;
  readonly #structure: StructurePanel;
  readonly #readout = new Readout();
  readonly #picture: Picture;
  readonly #stage: Stage;
  readonly #slices: SliceBar;
  readonly #frame: Frame;
  readonly #headers: HeaderLoader;
  readonly #values: ValueProbe;
  readonly #actions: FileActions;
  readonly #keeper: StateKeeper;
  /** What an earlier page showed; used up by the first picture. */
  #restored: KeptState | undefined;
  #lastPlane: (Size & { readonly hdu: number }) | undefined;
  #origin: 0 | 1 = 1;

  constructor(host: Host, store: StateStore) {
    this.#restored = store.load();
    this.#keeper = new StateKeeper(store, () => this.#state());
    const zoom = (to: 'in' | 'out' | 'fit' | 'one'): void => this.#zoom(to);
    this.#session = new Session(host, {
      onStructure: (structure) => this.#showStructure(structure),
      onLine: (line) => this.#showLine(line),
      onPlane: (ref, plane) => this.#showPlane(ref, plane),
      onNoPicture: (line) => this.#showAbsence(line),
      onStructureError: (error) => this.#showStructureError(error),
      onPlaneError: (error) => this.#showPictureError(error),
      onBusy: () => this.#update(),
    });
    this.#toolbar = new Toolbar({
      onStructure: () => this.#frame.toggle('structure'),
      onHeader: () => this.#frame.toggle('header'),
      onHdu: (index) => this.#session.choose(index),
      onLimits: (mode) => this.#picture.chooseLimits(mode),
      onZoom: zoom,
      onDownload: () => void this.#actions.download((busy) => this.#toolbar.setDownloading(busy)),
    });
    this.#structure = new StructurePanel((index) => this.#session.choose(index));
    const header = new HeaderPanel({ onCopy: (text, what) => void this.#actions.copy(text, what) });
    this.#headers = new HeaderLoader(host, header);
    this.#values = new ValueProbe(host, this.#readout);
    this.#picture = new Picture(host, this.#restored?.limits ?? 'zscale', {
      onChange: () => this.#update(),
      onPixel: (pixel) => this.#probe(pixel),
      onLoadError: (error) => this.#showPictureError(error),
      onTileError: (error) => this.#showTileError(error),
    });
    this.#slices = new SliceBar((slice) => this.#session.chooseSlice(slice));
    this.#stage = new Stage(this.#picture.canvas, this.#slices.element);
    this.#actions = new FileActions(host, this.#stage);
    this.#frame = new Frame(
      {
        toolbar: this.#toolbar.element,
        structure: this.#structure.element,
        stage: this.#stage.element,
        header: header.element,
        readout: this.#readout.element,
      },
      this.#restored?.panels ?? DEFAULT_PANELS,
      () => this.#panelsChanged(),
    );
    this.element = element('div', { class: 'root' }, [this.#frame.element, this.#actions.spoken]);
    this.#panelsChanged();
    listenToKeys(this.#picture.canvas, {
      pan: (right, up) => {
        this.#picture.pan(right, up);
        this.#probe(this.#picture.centrePixel);
      },
      zoom,
      toggleHeader: () => this.#frame.toggle('header'),
      toggleStructure: () => this.#frame.toggle('structure'),
      step: (direction) => this.#session.step(direction),
    });
    host.on('transfer', (figures) => this.#toolbar.setTransfer(figures));
    host.on('settings', ({ pixelOrigin }) => this.#setOrigin(pixelOrigin));
    host.on('reload', () => this.open());
  }

  /** Asks for the structure and shows what an earlier page showed, else the first picture. */
  open(): void {
    this.#picture.clear();
    this.#stage.showPicture();
    this.#session.open(this.#restored ?? this.#session.ref);
  }

  #showStructure({ title, lines, warnings }: StructureReply): void {
    const selected = this.#session.line?.index;
    this.#structure.update(lines, warnings, selected);
    this.#toolbar.setHdus(lines, selected ?? -1);
    this.#frame.element.setAttribute('aria-label', title);
    if (lines.length === 0) {
      this.#stage.showNotice({ icon: 'empty', title: 'This file has no HDUs.' });
    }
  }

  #showLine(line: HduLine): void {
    this.#structure.select(line.index);
    this.#toolbar.selectHdu(line.index);
    this.#headers.choose(line, this.#frame.open.header);
    this.#stage.showPicture();
    this.#slices.show([], [], this.#origin);
    this.#readout.setSize('');
    if (this.#picture.plane !== undefined) {
      this.#picture.clear();
    }
    this.#keeper.touch();
  }

  #showPlane(ref: PlaneRef, plane: PlaneReply): void {
    const { width, height } = plane;
    const last = this.#lastPlane;
    const sameSize = last?.width === width && last.height === height;
    const restored = this.#restored?.hdu === ref.hdu ? this.#restored : undefined;
    const fit = { centre: undefined, zoom: undefined };
    this.#restored = undefined;
    this.#lastPlane = { width, height, hdu: ref.hdu };
    if (last?.hdu === ref.hdu) {
      this.#picture.limits.newSlice();
    } else if (last !== undefined) {
      this.#picture.limits.newImage();
    }
    this.#stage.showPicture();
    // SCI, ERR and DQ of one exposure are compared at the same place.
    this.#picture.show(ref, plane, restored ?? (sameSize ? undefined : fit));
    this.#slices.show(plane.axes, ref.slice, this.#origin);
    this.#readout.setSize(`${width} × ${height}`);
    const name = this.#session.line ? hduName(this.#session.line) : '';
    this.#picture.canvas.setAttribute(
      'aria-label',
      `${name}, ${width} by ${height} pixels. Arrow keys move the view, plus and minus zoom.`,
    );
    this.#keeper.touch();
  }

  #showAbsence(line: HduLine): void {
    const { structure } = this.#session;
    const first = structure?.lines.find(({ index }) => index === structure.first);
    const said = absence(line);
    if (said === undefined) {
      return;
    }
    this.#restored = undefined;
    const actions: NoticeAction[] = [];
    if (!this.#frame.open.header) {
      actions.push({ label: 'Show header', onClick: () => this.#frame.toggle('header') });
    }
    if (first !== undefined && first.index !== line.index) {
      const { index } = first;
      actions.push({
        label: `Go to ${hduName(first)}`,
        onClick: () => this.#session.choose(index),
      });
    }
    const icon = line.picture === 'empty' ? 'empty' : 'table';
    this.#stage.showNotice({ icon, ...said, actions });
  }

  #showError(title: string, error: unknown, retry: () => void): void {
    const trouble = troubleOf(error);
    if (trouble !== undefined) {
      this.#picture.clear();
      this.#stage.showNotice(errorNotice(title, trouble, retry));
    }
  }

  /** A picture that is on show stays, although the rest of the HDU list could not be read. */
  #showStructureError(error: unknown): void {
    const trouble = troubleOf(error);
    const retry = (): void => this.open();
    if (trouble !== undefined && this.#picture.plane !== undefined) {
      this.#stage.showBanner(trouble, trouble.retryable ? retry : undefined);
    } else {
      this.#showError('The file could not be opened', error, retry);
    }
  }

  #showPictureError(error: unknown): void {
    this.#showError('The picture could not be read', error, () => {
      if (troubleOf(error)?.code === 'changed') {
        this.open();
        return;
      }
      this.#stage.showPicture();
      this.#session.loadPlane();
    });
  }

  #showTileError(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble !== undefined) {
      this.#stage.showBanner(
        trouble,
        trouble.retryable ? () => this.#retryTiles(trouble.code) : undefined,
      );
    }
  }

  /** A file that changed is another file: nothing of the old one can be tried again. */
  #retryTiles(code: string): void {
    if (code === 'changed') {
      this.open();
    } else {
      this.#picture.retryTiles();
    }
  }

  /** Brings toolbar and readout in line with the picture. */
  #update(): void {
    const { plane, shown, zoom, chosen, limits, done } = this.#picture;
    this.#toolbar.setPicture({
      zoom: plane && zoom,
      fits: plane !== undefined && chosen.zoom === undefined,
      mode: limits.mode,
      limits: plane && limits.current,
    });
    this.#readout.setShown(shown && { ...shown, done });
    const loading = plane !== undefined && this.#stage.hasPicture && (shown?.pending ?? true);
    this.#frame.setBusy(this.#session.busy || loading);
    this.#keeper.touch();
  }

  #probe(pixel: Position | undefined): void {
    const { ref, plane } = this.#session;
    const ready = ref !== undefined && plane !== undefined && pixel !== undefined;
    this.#values.ask(ready ? { ref, pixel, unit: plane.unit } : undefined);
  }

  #zoom(to: 'in' | 'out' | 'fit' | 'one'): void {
    if (to === 'fit') {
      this.#picture.fit();
    } else if (to === 'one') {
      this.#picture.zoomTo(1);
    } else {
      this.#picture.zoomBy(to === 'in' ? 1 : -1);
    }
  }

  #panelsChanged(): void {
    const { open } = this.#frame;
    this.#toolbar.setPanels(open);
    this.#headers.ensure(open.header);
    this.#keeper.touch();
  }

  #setOrigin(origin: 0 | 1): void {
    this.#origin = origin;
    this.#readout.setOrigin(origin);
    const { ref, plane } = this.#session;
    if (ref !== undefined && plane !== undefined) {
      this.#slices.show(plane.axes, ref.slice, origin);
    }
  }

  /** What is kept for the next page, once what the last page kept is on show. */
  #state(): KeptState | undefined {
    const { ref } = this.#session;
    if (ref === undefined || this.#restored !== undefined) {
      return undefined;
    }
    const { chosen, limits } = this.#picture;
    return { ...ref, ...chosen, limits: limits.mode, panels: this.#frame.state };
  }
}
