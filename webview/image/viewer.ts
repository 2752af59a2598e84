import type {
  HduLine,
  PlaneRef,
  PlaneReply,
  StructureReply,
  TransferFigures,
  ViewerSettings,
} from '../../src/protocol/methods';
import { HeaderPanel } from '../header/panel';
import { Inspector } from '../inspector/inspector';
import { element } from '../ui/dom';
import { ColourBar } from './colour-bar';
import { DisplayModel, displayOf, kept } from './display';
import { FileActions } from './file-actions';
import { Frame } from './frame';
import { hduName } from './hdu';
import { HeaderLoader } from './headers';
import { Help } from './help';
import type { Host } from './host';
import { StateKeeper } from './keeper';
import { listenToKeys } from './keys';
import { Picture } from './picture';
import { Readout } from './readout';
import { Session } from './session';
import { SliceBar } from './slices';
import { Stage } from './stage';
import type { InspectorTab, KeptState } from './state';
import { DEFAULT_PANELS } from './state';
import { StructurePanel } from './structure';
import { Toolbar } from './toolbar';
import { ValueProbe } from './values';
import type { Position, Size } from './view';
import { Words } from './words';

/** The image viewer: its parts, and what each tells the others. */
export class Viewer {
  readonly element: HTMLElement;
  readonly #session: Session;
  readonly #display: DisplayModel;
  readonly #toolbar: Toolbar;
  readonly #structure: StructurePanel;
  readonly #readout: Readout;
  readonly #picture: Picture;
  readonly #stage: Stage;
  readonly #slices: SliceBar;
  readonly #colourBar: ColourBar;
  readonly #inspector: Inspector;
  readonly #frame: Frame;
  readonly #words: Words;
  readonly #headers: HeaderLoader;
  readonly #values: ValueProbe;
  readonly #actions: FileActions;
  readonly #keeper: StateKeeper;
  readonly #help: Help;
  /** What an earlier page showed; used up by the first picture. */
  #restored: KeptState | undefined;
  #lastPlane: (Size & { readonly hdu: number }) | undefined;
  #origin: 0 | 1;

  /** `save` keeps the state of this editor; the host is told of it too, for later editors. */
  constructor(
    host: Host,
    settings: ViewerSettings,
    restored: KeptState | undefined,
    save: (state: KeptState) => void,
  ) {
    this.#restored = restored;
    this.#origin = settings.pixelOrigin;
    this.#keeper = new StateKeeper(
      {
        save,
        remember: (state) => {
          // Whoever opens the file again starts afresh then; there is nothing to do about it.
          host.request('remember', { state }).catch(() => undefined);
        },
      },
      () => this.#state(),
    );
    const zoom = (to: 'in' | 'out' | 'fit' | 'one'): void => this.#zoom(to);
    const defaults = displayOf(settings.display);
    this.#display = new DisplayModel({ ...defaults, ...restored?.display });
    this.#session = new Session(host, {
      onStructure: (structure) => this.#showStructure(structure),
      onLine: (line) => this.#showLine(line),
      onPlane: (ref, plane) => this.#showPlane(ref, plane),
      onNoPicture: (line) => this.#showAbsence(line),
      onStructureError: (error) => this.#words.structureFailed(error),
      onPlaneError: (error) => this.#words.pictureFailed(error),
      onBusy: () => this.#update(),
    });
    const actions = {
      onStructure: () => this.#frame.toggle('structure'),
      onInspector: () => this.#frame.toggle('inspector'),
      onHdu: (index: number) => this.#session.choose(index),
      onZoom: zoom,
      onBoxZoom: () => this.#toggleBoxZoom(),
      onCrosshair: () => this.#toggleCrosshair(),
      onColourBar: () => this.#toggleColourBar(),
      onDownload: () => void this.#actions.download((busy) => this.#toolbar.setDownloading(busy)),
      onExport: () => this.#export(),
      onHelp: () => this.#help.toggle(),
      onResetColours: () => this.#picture.resetColours(),
    };
    this.#toolbar = new Toolbar(
      { ...actions, onLimits: (mode) => this.#picture.chooseLimits(mode) },
      this.#display,
    );
    this.#structure = new StructurePanel((index) => this.#session.choose(index));
    this.#readout = new Readout(() => this.#countFromOther());
    const header = new HeaderPanel({ onCopy: (text, what) => void this.#actions.copy(text, what) });
    this.#headers = new HeaderLoader(host, header);
    this.#values = new ValueProbe(host, this.#readout);
    this.#picture = new Picture(host, this.#display, restored?.limits ?? settings.display.limits, {
      onChange: () => this.#update(),
      onPixel: (pixel) => this.#probe(pixel),
      onLoadError: (error) => this.#words.pictureFailed(error),
      onTileError: (error) => this.#words.tileFailed(error),
    });
    this.#slices = new SliceBar((slice) => this.#session.chooseSlice(slice));
    this.#stage = new Stage(this.#picture, this.#slices.element);
    this.#colourBar = new ColourBar(this.#display);
    this.#colourBar.shown = restored?.colourBar ?? true;
    this.#actions = new FileActions(host, this.#stage);
    this.#inspector = new Inspector({
      host,
      display: this.#display,
      header: header.element,
      subject: this.#picture,
      onLimits: (mode) => this.#picture.chooseLimits(mode),
      onCopy: (text, what) => void this.#actions.copy(text, what),
      onTab: (tab) => this.#frame.setTab(tab),
      onGoTo: (pixel) => this.#picture.goTo(pixel),
    });
    this.#frame = new Frame(
      {
        toolbar: this.#toolbar.element,
        structure: this.#structure.element,
        stage: this.#stage.element,
        colourBar: this.#colourBar.element,
        inspector: this.#inspector.element,
        readout: this.#readout.element,
      },
      restored?.panels ?? DEFAULT_PANELS,
      () => this.#panelsChanged(),
    );
    this.#inspector.tab = this.#frame.state.tab;
    if (restored !== undefined) {
      this.#picture.crosshair = restored.crosshair;
    }
    this.#words = new Words(this.#stage, this.#picture, {
      reopen: () => this.open(),
      reloadPlane: () => this.#session.loadPlane(),
      showHeader: () => (this.#headerInSight ? undefined : () => this.#showTab('header')),
      choose: (index) => this.#session.choose(index),
    });
    this.#help = new Help();
    this.element = element('div', { class: 'root' }, [
      this.#frame.element,
      this.#actions.spoken,
      this.#help.element,
    ]);
    this.#panelsChanged();
    this.#setOrigin(settings.pixelOrigin);
    listenToKeys(this.#picture.canvas, {
      ...actions,
      display: this.#display,
      pan: (right, up) => this.#picture.pan(right, up),
      nudge: (right, up) => this.#picture.nudge(right, up),
      step: (direction) => this.#session.step(direction),
      showTab: (tab) => this.#toggleTab(tab),
      escape: () => {
        if (!this.#help.close()) {
          this.#picture.escape();
        }
      },
    });
    this.#display.onChange(() => this.#keeper.touch());
    host.on('transfer', (figures) => this.setTransfer(figures));
    host.on('settings', ({ pixelOrigin, display }) => {
      this.#setOrigin(pixelOrigin);
      this.#display.change({ blank: display.blank });
    });
    host.on('exportPng', () => this.#export());
    host.on('reload', () => this.open());
  }

  /** Asks for the structure and shows what an earlier page showed, else the first picture. */
  open(): void {
    this.#picture.clear();
    this.#stage.showPicture();
    this.#session.open(this.#restored ?? this.#session.ref);
  }

  setTransfer(figures: TransferFigures): void {
    this.#toolbar.setTransfer(figures);
  }

  get #headerInSight(): boolean {
    return this.#frame.open.inspector && this.#inspector.tab === 'header';
  }

  #showStructure({ title, lines, warnings }: StructureReply): void {
    const selected = this.#session.line?.index;
    this.#structure.update(lines, warnings, selected);
    this.#toolbar.setHdus(lines, selected ?? -1);
    this.#frame.element.setAttribute('aria-label', title);
    if (lines.length === 0) {
      this.#words.noHdus();
    }
  }

  #showLine(line: HduLine): void {
    this.#structure.select(line.index);
    this.#toolbar.selectHdu(line.index);
    this.#headers.choose(line, this.#headerInSight);
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
      this.#picture.limitsModel.newSlice();
    } else if (restored === undefined) {
      this.#picture.limitsModel.newImage();
    }
    this.#stage.showPicture();
    // SCI, ERR and DQ of one exposure are compared at the same place.
    this.#picture.show(ref, plane, restored ?? (sameSize ? undefined : fit));
    this.#slices.show(plane.axes, ref.slice, this.#origin);
    this.#readout.setSize(`${width} × ${height}`);
    const name = this.#session.line ? hduName(this.#session.line) : '';
    this.#picture.canvas.setAttribute(
      'aria-label',
      `${name}, ${width} by ${height} pixels. Arrow keys move the view, plus and minus zoom, question mark lists all keys.`,
    );
    this.#keeper.touch();
  }

  #showAbsence(line: HduLine): void {
    this.#restored = undefined;
    this.#words.noPicture(line, this.#session.structure);
  }

  /** Brings everything around the picture in line with it. */
  #update(): void {
    const { plane, shown, zoom, chosen, limitsModel, done, boxZoom, crosshair } = this.#picture;
    this.#toolbar.setPicture({
      zoom: plane && zoom,
      fits: plane !== undefined && chosen.zoom === undefined,
      mode: limitsModel.mode,
      limits: plane && limitsModel.current,
      limitsNote: plane && limitsModel.note,
      boxZoom,
      crosshair: crosshair.shown,
      colourBar: this.#colourBar.shown,
    });
    this.#readout.setShown(shown && { ...shown, done });
    const expected = this.#session.line?.picture === 'yes' && this.#stage.hasPicture;
    this.#colourBar.update(plane && this.#picture.colours, expected);
    const loading = plane !== undefined && this.#stage.hasPicture && (shown?.pending ?? true);
    this.#frame.setBusy(this.#session.busy || loading);
    this.#inspector.update();
    this.#keeper.touch();
  }

  #probe(pixel: Position | undefined): void {
    const { ref, plane } = this.#session;
    const ready = ref !== undefined && plane !== undefined && pixel !== undefined;
    this.#values.ask(ready ? { ref, pixel, unit: plane.unit } : undefined);
    this.#inspector.setPixel(pixel);
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

  #toggleBoxZoom(): void {
    this.#picture.boxZoom = !this.#picture.boxZoom;
  }

  #toggleCrosshair(): void {
    const { shown, pixel } = this.#picture.crosshair;
    this.#picture.crosshair = { shown: !shown, pixel: shown ? undefined : pixel };
  }

  #toggleColourBar(): void {
    this.#colourBar.shown = !this.#colourBar.shown;
    this.#update();
  }

  #export(): void {
    const { structure, line } = this.#session;
    const { plane, shown } = this.#picture;
    if (!plane || !shown || structure === undefined || line === undefined) {
      this.#words.nothingToExport();
      return;
    }
    void this.#actions.export({
      picture: this.#picture.capture(),
      colourBar: this.#colourBar.shown ? this.#colourBar : undefined,
      title: structure.title,
      hdu: hduName(line),
      limits: this.#picture.limits,
      display: this.#display.current,
      unit: plane.unit,
      kind: shown.kind,
    });
  }

  #toggleTab(tab: InspectorTab): void {
    if (this.#frame.open.inspector && this.#inspector.tab === tab) {
      this.#frame.toggle('inspector');
    } else {
      this.#showTab(tab);
    }
  }

  #showTab(tab: InspectorTab): void {
    this.#inspector.tab = tab;
    this.#frame.setTab(tab);
    if (!this.#frame.open.inspector) {
      this.#frame.toggle('inspector');
    }
  }

  #panelsChanged(): void {
    const { open } = this.#frame;
    this.#toolbar.setPanels(open);
    this.#inspector.shown = open.inspector;
    this.#headers.ensure(this.#headerInSight);
    this.#inspector.update();
    this.#keeper.touch();
  }

  #countFromOther(): void {
    const pixelOrigin = this.#origin === 1 ? 0 : 1;
    this.#setOrigin(pixelOrigin);
    void this.#actions.countFrom(pixelOrigin);
  }

  #setOrigin(origin: 0 | 1): void {
    this.#origin = origin;
    this.#readout.setOrigin(origin);
    this.#inspector.setOrigin(origin);
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
    const { chosen, limitsModel, crosshair } = this.#picture;
    return {
      ...ref,
      ...chosen,
      limits: limitsModel.mode,
      display: kept(this.#display.current),
      crosshair,
      colourBar: this.#colourBar.shown,
      panels: this.#frame.state,
    };
  }
}
