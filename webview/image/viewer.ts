import type { PlaneRef, TransferFigures, ViewerSettings } from '../../src/protocol/methods';
import { HeaderPanel } from '../header/panel';
import { Inspector } from '../inspector/inspector';
import { MaskModel } from '../mask/mask-model';
import { maskStateOf } from '../mask/mask-state';
import { Overlays } from '../overlay/overlays';
import { SpectrumView } from '../spectrum/spectrum-view';
import type { ChosenCell } from '../table/subject';
import { TablePane } from '../table/table-pane';
import { element } from '../ui/dom';
import { Contents } from './contents';
import { ColourBar } from './colour-bar';
import { DisplayModel, displayOf, kept } from './display';
import { FileActions } from './file-actions';
import { Frame } from './frame';
import { HeaderLoader } from './headers';
import { Help } from './help';
import type { Host } from './host';
import { StateKeeper } from './keeper';
import { listenToKeys } from './keys';
import type { Mode } from './mode';
import { Picture } from './picture';
import { Readout } from './readout';
import { Session } from './session';
import { Showing } from './showing';
import type { ExportedCutout } from './shown-export';
import { exportShown } from './shown-export';
import { SliceBar } from './slices';
import { Stage } from './stage';
import type { KeptState } from './state';
import { DEFAULT_PANELS } from './state';
import { StructurePanel } from './structure';
import { TabChoice } from './tab-choice';
import { Toolbar } from './toolbar';
import { Trees } from './trees';
import { ValueProbe } from './values';
import type { Position } from './view';
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
  readonly #contents: Contents;
  readonly #table: TablePane;
  readonly #spectrum: SpectrumView;
  readonly #trees: Trees;
  readonly #mask: MaskModel;
  readonly #overlays: Overlays;
  readonly #slices: SliceBar;
  readonly #colourBar: ColourBar;
  readonly #inspector: Inspector;
  readonly #frame: Frame;
  readonly #tabs: TabChoice;
  readonly #words: Words;
  readonly #headers: HeaderLoader;
  readonly #values: ValueProbe;
  readonly #actions: FileActions;
  readonly #keeper: StateKeeper;
  readonly #help: Help;
  readonly #showing: Showing;
  #origin: 0 | 1;

  /** `save` keeps the state of this editor; the host is told of it too, for later editors. */
  constructor(
    host: Host,
    settings: ViewerSettings,
    restored: KeptState | undefined,
    save: (state: KeptState) => void,
  ) {
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
    this.#mask = new MaskModel(maskStateOf(restored?.mask));
    this.#display = new DisplayModel({ ...defaults, ...restored?.display });
    this.#session = new Session(host, {
      onStructure: (structure) => this.#showing.structure(structure),
      onLine: (line) => this.#showing.line(line),
      onPlane: (ref, plane, mode) =>
        mode === 'picture' ? this.#showing.plane(ref, plane) : this.#showing.array(ref, plane),
      onTable: (line, table) => this.#showing.table(line, table),
      onTree: (line) => this.#showing.tree(line),
      onNothing: (line) => this.#showing.absence(line),
      onStructureError: (error) => this.#words.structureFailed(error),
      onLoadError: (error) => this.#showing.failure(error),
      onBusy: () => this.#update(),
    });
    const actions = {
      onStructure: () => this.#frame.toggle('structure'),
      onInspector: () => this.#frame.toggle('inspector'),
      onHdu: (index: number) => this.#session.choose(index),
      onMode: (mode: Mode) => this.#session.chooseMode(mode),
      onZoom: zoom,
      onBoxZoom: () => this.#toggleBoxZoom(),
      onCrosshair: () => this.#toggleCrosshair(),
      onColourBar: () => this.#toggleColourBar(),
      onDownload: () => void this.#actions.download((busy) => this.#toolbar.setDownloading(busy)),
      onExport: () => void this.#export(),
      onMask: () => this.#mask.toggle(),
      onCutout: () => this.#overlays.cutout.open(),
      onHelp: () => this.#help.toggle(),
      onResetColours: () => this.#picture.resetColours(),
    };
    this.#toolbar = new Toolbar(
      { ...actions, onLimits: (mode) => this.#picture.chooseLimits(mode) },
      this.#display,
      this.#mask,
    );
    this.#structure = new StructurePanel((index) => this.#session.choose(index));
    this.#readout = new Readout(() => this.#countFromOther());
    this.#readout.onSkyStyle = () => (this.#overlays.sky.style = this.#readout.skyStyle);
    const header = new HeaderPanel({ onCopy: (text, what) => void this.#actions.copy(text, what) });
    this.#headers = new HeaderLoader(host, header);
    this.#values = new ValueProbe(host, this.#readout);
    const limits = restored?.limits ?? settings.display.limits;
    const listener = {
      onChange: () => this.#update(),
      onPixel: (pixel: Position | undefined) => this.#probe(pixel),
      onLoadError: (error: unknown) => this.#words.loadFailed(error, 'picture'),
      onTileError: (error: unknown) => this.#words.tileFailed(error),
      onProblems: (problems: readonly string[]) => this.#words.partsBroken(problems),
    };
    this.#picture = new Picture(host, this.#display, limits, listener, this.#mask);
    const onCopy = (text: string, what: string): void => void this.#actions.copy(text, what);
    this.#overlays = new Overlays(
      {
        host,
        picture: this.#picture,
        say: (trouble) => this.#stage.showBanner(trouble),
        copy: onCopy,
        onKept: () => this.#keeper.touch(),
      },
      this.#display,
      {
        onFrame: () => this.#tellFrame(),
        onRow: (hdu, row) => this.#showRow(hdu, row),
        onRegions: () => this.#tabs.show('regions'),
        onExport: (drawn, part) => this.#export({ drawn, part }),
      },
    );
    const onOpenCell = (cell: ChosenCell, as: 'picture' | 'line'): void =>
      this.#session.openCell({ row: cell.number, column: cell.column.index }, as);
    this.#slices = new SliceBar((slice) => this.#session.chooseSlice(slice));
    this.#table = new TablePane(host, {
      onChange: () => this.#update(),
      onCopy,
      onOpenCell,
      onColumn: () => this.#tabs.show('column'),
    });
    this.#spectrum = new SpectrumView(host, {
      onChange: () => this.#update(),
      onError: (error) => this.#words.loadFailed(error, 'line'),
      onCopy,
    });
    this.#trees = new Trees(host, {
      onCopy,
      onOpen: (line) => this.#session.chooseLine(line),
      onChange: () => this.#update(),
    });
    this.#trees.restore(restored?.tree);
    this.#stage = new Stage({
      canvas: this.#picture.canvas,
      overlay: this.#picture.overlay,
      forms: this.#overlays.forms,
      slices: this.#slices.element,
      table: this.#table.element,
      line: this.#spectrum.element,
      tree: this.#trees.stage.element,
    });
    this.#toolbar.addMenus(this.#overlays.menus);
    this.#contents = new Contents(this.#stage, this.#table, this.#spectrum);
    this.#colourBar = new ColourBar(this.#display);
    this.#colourBar.shown = restored?.colourBar ?? true;
    this.#actions = new FileActions(host, this.#stage);
    this.#inspector = new Inspector({
      host,
      display: this.#display,
      header: header.element,
      tree: this.#trees.tab,
      regions: this.#overlays.regions.panel,
      subject: this.#picture,
      table: this.#table,
      onLimits: (mode) => this.#picture.chooseLimits(mode),
      onCopy,
      onOpenCell,
      onEnlarge: () => this.#frame.enlarge(),
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
    this.#tabs = new TabChoice(this.#frame, this.#inspector, this.#headers);
    this.#inspector.tab = this.#frame.state.tab;
    this.#words = new Words(this.#stage, this.#picture, {
      reopen: () => this.open(),
      readWhole: () => this.open(true),
      stopReading: () => this.#session.stop(),
      load: () => this.#session.load(),
      loadWhole: () => this.#session.loadWhole(),
      showHeader: () => (this.#tabs.headerInSight ? undefined : () => this.#tabs.show('header')),
      choose: (index) => this.#session.choose(index),
    });
    this.#showing = new Showing(
      {
        session: this.#session,
        toolbar: this.#toolbar,
        structure: this.#structure,
        frame: this.#frame,
        stage: this.#stage,
        picture: this.#picture,
        overlays: this.#overlays,
        contents: this.#contents,
        table: this.#table,
        trees: this.#trees,
        slices: this.#slices,
        inspector: this.#inspector,
        tabs: this.#tabs,
        headers: this.#headers,
        readout: this.#readout,
        words: this.#words,
        onShown: () => this.#update(),
        onKept: () => this.#keeper.touch(),
      },
      restored,
    );
    if (restored !== undefined) {
      this.#picture.crosshair = restored.crosshair;
      this.#overlays.restore(restored.overlays);
    }
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
      sliceStep: (axis, by) => this.#slices.step(axis, by),
      ...this.#overlays.keys,
      slicePlay: () => this.#slices.togglePlay(),
      showTab: (tab) => this.#tabs.toggle(tab, this.#session.mode),
      escape: () => {
        // What the pointer is about comes first: a form that gave way would take that with it.
        if (!this.#help.close() && !this.#picture.abandon() && !this.#overlays.escape()) {
          this.#picture.escape();
        }
      },
    });
    this.#display.onChange(() => this.#keeper.touch());
    let { consulted } = this.#mask;
    this.#mask.onChange(() => {
      if (consulted !== this.#mask.consulted) {
        consulted = this.#mask.consulted;
        this.#probe(this.#picture.activePixel);
      }
      this.#keeper.touch();
    });
    host.on('transfer', (figures) => this.setTransfer(figures));
    host.on('settings', ({ pixelOrigin, display }) => {
      this.#setOrigin(pixelOrigin);
      this.#display.change({ blank: display.blank });
    });
    host.on('exportPng', () => void this.#export());
    host.on('revealRow', ({ hdu, row }) => this.#showRow(hdu, row));
    host.on('reload', () => this.open());
  }

  /**
   * Asks for the structure and shows what an earlier page showed, else the first HDU there is.
   *
   * @param readWhole the user agreed to what that costs, where a file can only be read whole.
   */
  open(readWhole = false): void {
    this.#picture.clear();
    this.#overlays.shown(undefined);
    this.#trees.clear();
    this.#stage.show('picture');
    this.#session.open(this.#showing.restored ?? this.#session.ref, readWhole);
  }

  setTransfer(figures: TransferFigures): void {
    this.#toolbar.setTransfer(figures);
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
      exports: plane !== undefined || this.#spectrum.canvas !== undefined,
    });
    this.#readout.setShown(shown && { ...shown, done });
    const hasPicture = this.#stage.mode === 'picture';
    const expected = this.#session.mode === 'picture' && hasPicture;
    this.#colourBar.update(plane && this.#picture.colours, expected);
    const { maskPending } = this.#picture;
    const loading = plane !== undefined && hasPicture && (shown?.pending ?? true);
    // Not the picture of the slice before, while the next one is on its way.
    if (plane !== undefined && this.#session.plane !== undefined && !loading) {
      this.#slices.pictureReady();
    }
    this.#frame.setBusy(
      this.#session.busy || loading || maskPending || this.#table.busy || this.#trees.busy,
    );
    this.#overlays.update();
    this.#showing.update();
    this.#inspector.update();
    this.#keeper.touch();
  }

  /** Of the picture that is shown, where two take turns. */
  #probe(pixel: Position | undefined): void {
    const { ref, plane } = this.#picture;
    const { frame } = this.#overlays.sky;
    const ready = ref !== undefined && plane !== undefined && pixel !== undefined;
    const maskConsulted = this.#mask.consulted;
    this.#values.ask(
      ready ? { ref, pixel, unit: plane.unit, frame, mask: plane.mask, maskConsulted } : undefined,
    );
    this.#inspector.setPixel(pixel);
  }

  /** Positions are told in another frame, or written in another way. */
  #tellFrame(): void {
    this.#readout.skyStyle = this.#overlays.sky.style;
    this.#probe(this.#picture.activePixel);
    this.#keeper.touch();
  }

  /** Shows a row of the table of an HDU. */
  #showRow(hdu: number, row: number): void {
    this.#contents.wantRow(hdu, row);
    this.#session.chooseTable(hdu);
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

  /** Exports what is on show, or the picture of a cutout of it. */
  #export(cutout?: ExportedCutout): Promise<boolean> {
    const parts = {
      session: this.#session,
      picture: this.#picture,
      spectrum: this.#spectrum,
      colourBar: this.#colourBar,
      display: this.#display,
      actions: this.#actions,
      words: this.#words,
      nameOf: (ref: PlaneRef) => this.#showing.nameOf(ref),
    };
    return exportShown(parts, cutout);
  }

  #panelsChanged(): void {
    const { open } = this.#frame;
    this.#toolbar.setPanels(open);
    this.#inspector.shown = open.inspector;
    this.#headers.ensure(this.#tabs.headerInSight);
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
    this.#table.setOrigin(origin);
    this.#overlays.origin = origin;
    this.#spectrum.setOrigin(origin);
    this.#showing.origin = origin;
  }

  /** What is kept for the next page, once what the last page kept is on show. */
  #state(): KeptState | undefined {
    const { ref } = this.#session;
    if (ref === undefined || this.#showing.restored !== undefined) {
      return undefined;
    }
    const { chosen, ownLimits, crosshair } = this.#picture;
    return {
      ...ref,
      table: this.#contents.keptTable(ref.hdu),
      spectrum: ref.mode === 'line' ? this.#spectrum.state : undefined,
      tree: this.#trees.state,
      ...chosen,
      limits: ownLimits.mode,
      display: kept({ ...this.#display.current, ...this.#overlays.matching.ownLook }),
      crosshair,
      mask: this.#mask.state,
      overlays: this.#overlays.state,
      colourBar: this.#colourBar.shown,
      panels: this.#frame.state,
    };
  }
}
