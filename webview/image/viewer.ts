import { countOf } from '../../src/protocol/figures';
import type {
  HduLine,
  PlaneRef,
  PlaneReply,
  StructureReply,
  TransferFigures,
  ViewerSettings,
} from '../../src/protocol/methods';
import type { TableReply } from '../../src/protocol/table';
import { HeaderPanel } from '../header/panel';
import { Inspector } from '../inspector/inspector';
import { SpectrumView } from '../spectrum/spectrum-view';
import type { ChosenCell } from '../table/subject';
import { TablePane } from '../table/table-pane';
import { element } from '../ui/dom';
import { Contents } from './contents';
import { ColourBar } from './colour-bar';
import { DisplayModel, displayOf, kept } from './display';
import { FileActions } from './file-actions';
import { fileNameOf } from './file-name';
import { Frame } from './frame';
import { hduName } from './hdu';
import { HeaderLoader } from './headers';
import { Help } from './help';
import type { Host } from './host';
import { StateKeeper } from './keeper';
import { listenToKeys } from './keys';
import type { Mode } from './mode';
import { modesOf } from './mode';
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

const BESIDE_TABLE: Partial<Record<InspectorTab, InspectorTab>> = {
  histogram: 'column',
  statistics: 'column',
  profiles: 'plot',
  pixels: 'cell',
};

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
      onPlane: (ref, plane, mode) =>
        mode === 'picture' ? this.#showPlane(ref, plane) : this.#showArray(ref, plane),
      onTable: (line, table) => this.#showTable(line, table),
      onNothing: (line) => this.#showAbsence(line),
      onStructureError: (error) => this.#words.structureFailed(error),
      onLoadError: (error) => {
        this.#slices.stop();
        this.#words.loadFailed(error, this.#session.mode);
      },
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
      onLoadError: (error) => this.#words.loadFailed(error, 'picture'),
      onTileError: (error) => this.#words.tileFailed(error),
      onProblems: (problems) => this.#words.partsBroken(problems),
    });
    const onCopy = (text: string, what: string): void => void this.#actions.copy(text, what);
    const onOpenCell = (cell: ChosenCell, as: 'picture' | 'line'): void =>
      this.#session.openCell({ row: cell.number, column: cell.column.index }, as);
    this.#slices = new SliceBar((slice) => this.#session.chooseSlice(slice));
    this.#table = new TablePane(host, {
      onChange: () => this.#update(),
      onCopy,
      onOpenCell,
      onColumn: () => this.#showTab('column'),
    });
    this.#spectrum = new SpectrumView(host, {
      onChange: () => this.#update(),
      onError: (error) => this.#words.loadFailed(error, 'line'),
      onCopy,
    });
    this.#stage = new Stage({
      canvas: this.#picture.canvas,
      overlay: this.#picture.overlay,
      slices: this.#slices.element,
      table: this.#table.element,
      line: this.#spectrum.element,
    });
    this.#contents = new Contents(this.#stage, this.#table, this.#spectrum);
    this.#colourBar = new ColourBar(this.#display);
    this.#colourBar.shown = restored?.colourBar ?? true;
    this.#actions = new FileActions(host, this.#stage);
    this.#inspector = new Inspector({
      host,
      display: this.#display,
      header: header.element,
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
    this.#inspector.tab = this.#frame.state.tab;
    if (restored !== undefined) {
      this.#picture.crosshair = restored.crosshair;
    }
    this.#words = new Words(this.#stage, this.#picture, {
      reopen: () => this.open(),
      readWhole: () => this.open(true),
      stopReading: () => this.#session.stop(),
      load: () => this.#session.load(),
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
      sliceStep: (axis, by) => this.#slices.step(axis, by),
      slicePlay: () => this.#slices.togglePlay(),
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

  /**
   * Asks for the structure and shows what an earlier page showed, else the first HDU there is.
   *
   * @param readWhole the user agreed to what that costs, where a file can only be read whole.
   */
  open(readWhole = false): void {
    this.#picture.clear();
    this.#stage.show('picture');
    this.#session.open(this.#restored ?? this.#session.ref, readWhole);
  }

  setTransfer(figures: TransferFigures): void {
    this.#toolbar.setTransfer(figures);
  }

  get #headerInSight(): boolean {
    return this.#frame.open.inspector && this.#inspector.tab === 'header';
  }

  #showStructure(structure: StructureReply): void {
    const { title, lines, warnings, unpacking } = structure;
    const selected = this.#session.line?.index;
    this.#structure.update(lines, warnings, selected);
    this.#toolbar.setHdus(lines, selected ?? -1);
    this.#frame.element.setAttribute('aria-label', title);
    if (unpacking !== undefined) {
      this.#words.unpacking(structure);
    } else if (lines.length === 0) {
      this.#words.noHdus();
    }
  }

  #showLine(line: HduLine): void {
    this.#structure.select(line.index);
    this.#toolbar.selectHdu(line.index);
    this.#headers.choose(line, this.#headerInSight);
    const mode = this.#session.mode ?? 'picture';
    this.#contents.begin(line.index, mode);
    this.#frame.enlarge(false);
    this.#toolbar.setModes(modesOf(line), mode, this.#session.ref?.cell !== undefined);
    this.#readout.setMode(mode);
    this.#inspector.mode = mode;
    this.#tabChanged();
    this.#slices.show([], [], this.#origin);
    this.#readout.setSize('');
    if (this.#picture.plane !== undefined) {
      this.#picture.clear();
    }
    this.#keeper.touch();
  }

  #showTable(line: HduLine, table: TableReply): void {
    const { title } = this.#session.structure ?? { title: '' };
    const target = { hdu: line.index, title: hduName(line), fileName: title };
    this.#contents.showTable(target, table, this.#takeRestored(line.index)?.table);
    const { rows, columns } = table;
    this.#readout.setSize(`${countOf(rows, 'row')} × ${countOf(columns.length, 'column')}`);
    this.#update();
  }

  /** A one-dimensional array, as a plot. */
  #showArray(ref: PlaneRef, plane: PlaneReply): void {
    const kept = this.#takeRestored(ref.hdu)?.spectrum;
    this.#contents.showLine({ ref, plane, title: this.#shownName(ref) }, kept);
    this.#readout.setSize(countOf(plane.width, 'pixel'));
    this.#update();
  }

  /** What an earlier page kept, for the first thing shown if it is of this HDU. */
  #takeRestored(hdu: number): KeptState | undefined {
    const restored = this.#restored?.hdu === hdu ? this.#restored : undefined;
    this.#restored = undefined;
    return restored;
  }

  /** What is on show, in words. */
  #shownName({ cell }: PlaneRef): string {
    const { line } = this.#session;
    const name = line ? hduName(line) : '';
    const column = cell && this.#table.table?.columns[cell.column]?.name;
    return cell === undefined
      ? name
      : `${name}, row ${cell.row + this.#origin}, ${column ?? `column ${cell.column + this.#origin}`}`;
  }

  #showPlane(ref: PlaneRef, plane: PlaneReply): void {
    const { width, height } = plane;
    const last = this.#lastPlane;
    const sameSize = last?.width === width && last.height === height;
    const restored = this.#takeRestored(ref.hdu);
    const fit = { centre: undefined, zoom: undefined };
    this.#lastPlane = { width, height, hdu: ref.hdu };
    if (last?.hdu === ref.hdu && ref.cell === undefined) {
      this.#picture.limitsModel.newSlice();
    } else if (restored === undefined) {
      this.#picture.limitsModel.newImage();
    }
    this.#stage.show('picture');
    // SCI, ERR and DQ of one exposure are compared at the same place.
    this.#picture.show(ref, plane, restored ?? (sameSize ? undefined : fit));
    this.#slices.show(plane.axisLines.slice(2), ref.slice, this.#origin);
    this.#readout.setSize(`${width} × ${height}`);
    const name = this.#shownName(ref);
    this.#picture.canvas.setAttribute(
      'aria-label',
      `${name}, ${width} by ${height} pixels. Arrow keys move the view, plus and minus zoom, question mark lists all keys.`,
    );
    this.#keeper.touch();
  }

  #showAbsence(line: HduLine): void {
    this.#restored = undefined;
    this.#words.nothing(line, this.#session.structure);
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
    const loading = plane !== undefined && hasPicture && (shown?.pending ?? true);
    // Not the picture of the slice before, while the next one is on its way.
    if (plane !== undefined && this.#session.plane !== undefined && !loading) {
      this.#slices.pictureReady();
    }
    this.#frame.setBusy(this.#session.busy || loading || this.#table.busy);
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
    const { structure, line, ref } = this.#session;
    const plot = this.#spectrum.canvas;
    if (structure !== undefined && ref !== undefined && plot !== undefined) {
      const name = fileNameOf(structure.title, this.#shownName(ref), 'png');
      void this.#actions.exportPlot(plot, name);
      return;
    }
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

  /** A key asks for a tab of pictures; beside a table it is the one that answers the same question. */
  #toggleTab(asked: InspectorTab): void {
    const tab = (this.#session.mode === 'table' ? BESIDE_TABLE[asked] : undefined) ?? asked;
    if (this.#frame.open.inspector && this.#inspector.tab === tab) {
      this.#frame.toggle('inspector');
    } else {
      this.#showTab(tab);
    }
  }

  #showTab(tab: InspectorTab): void {
    this.#inspector.tab = tab;
    this.#tabChanged();
    if (!this.#frame.open.inspector) {
      this.#frame.toggle('inspector');
    }
  }

  /** The inspector may have kept to its tab: not every mode has every one. */
  #tabChanged(): void {
    this.#frame.setTab(this.#inspector.tab);
    this.#headers.ensure(this.#headerInSight);
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
    this.#table.setOrigin(origin);
    this.#spectrum.setOrigin(origin);
    const { ref, plane } = this.#session;
    if (ref !== undefined && plane !== undefined && ref.mode === 'picture') {
      this.#slices.show(plane.axisLines.slice(2), ref.slice, origin);
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
      table: this.#contents.keptTable(ref.hdu),
      spectrum: ref.mode === 'line' ? this.#spectrum.state : undefined,
      ...chosen,
      limits: limitsModel.mode,
      display: kept(this.#display.current),
      crosshair,
      colourBar: this.#colourBar.shown,
      panels: this.#frame.state,
    };
  }
}
