import { countOf } from '../../src/protocol/figures';
import type { HduLine, PlaneRef, PlaneReply, StructureReply } from '../../src/protocol/methods';
import type { TableReply } from '../../src/protocol/table';
import type { Inspector } from '../inspector/inspector';
import type { Overlays } from '../overlay/overlays';
import type { TablePane } from '../table/table-pane';
import type { Contents } from './contents';
import type { Frame } from './frame';
import { hduName } from './hdu';
import type { HeaderLoader } from './headers';
import { modesOf } from './mode';
import type { Picture } from './picture';
import type { Readout } from './readout';
import type { Session } from './session';
import type { SliceBar } from './slices';
import type { Stage } from './stage';
import type { KeptState } from './state';
import type { StructurePanel } from './structure';
import type { TabChoice } from './tab-choice';
import type { Toolbar } from './toolbar';
import type { Trees } from './trees';
import type { Size } from './view';
import type { Words } from './words';

/** What there is to put things on. */
export interface ShowingParts {
  readonly session: Session;
  readonly toolbar: Toolbar;
  readonly structure: StructurePanel;
  readonly frame: Frame;
  readonly stage: Stage;
  readonly picture: Picture;
  readonly overlays: Overlays;
  readonly contents: Contents;
  readonly table: TablePane;
  readonly trees: Trees;
  readonly slices: SliceBar;
  readonly inspector: Inspector;
  readonly tabs: TabChoice;
  readonly headers: HeaderLoader;
  readonly readout: Readout;
  readonly words: Words;
  /** Something is on show: what is around it is to be brought in line with it. */
  onShown(): void;
  /** Something that is kept with the file has changed. */
  onKept(): void;
}

/** Puts what the session has found on the stage, and its names and figures around it. */
export class Showing {
  readonly #parts: ShowingParts;
  /** What an earlier page showed; used up by the first thing shown. */
  #restored: KeptState | undefined;
  #lastPlane: (Size & { readonly hdu: number }) | undefined;
  #origin: 0 | 1 = 1;
  #size = '';

  constructor(parts: ShowingParts, restored: KeptState | undefined) {
    this.#parts = parts;
    this.#restored = restored;
  }

  /** What an earlier page showed, until it is on show again. */
  get restored(): KeptState | undefined {
    return this.#restored;
  }

  /** What the first pixel, row and column are counted as. */
  set origin(origin: 0 | 1) {
    this.#origin = origin;
    const { ref, plane } = this.#parts.session;
    if (ref !== undefined && plane !== undefined && ref.mode === 'picture') {
      this.#parts.slices.show(plane.axisLines.slice(2), ref.slice, origin);
    }
  }

  structure(structure: StructureReply): void {
    const { session, overlays, trees, inspector, tabs, frame, words } = this.#parts;
    const { title, lines, warnings, unpacking } = structure;
    overlays.lines = lines;
    this.#parts.structure.update(lines, warnings, session.line?.index);
    this.#setHdus();
    const hasTree = trees.setFile(structure);
    const first = hasTree && !inspector.hasTree && this.#restored === undefined;
    inspector.hasTree = hasTree;
    if (first) {
      // What the header is to a FITS file.
      inspector.tab = 'tree';
      tabs.changed();
    }
    frame.element.setAttribute('aria-label', title);
    if (unpacking !== undefined) {
      words.unpacking(structure);
    } else if (lines.length === 0) {
      words.noHdus();
    }
  }

  /** An HDU or array was chosen: what is to be shown of it is still to come. */
  line(line: HduLine): void {
    const { session, toolbar, frame, picture, overlays, contents } = this.#parts;
    const { slices, inspector, tabs, headers, readout } = this.#parts;
    this.#parts.structure.select(line.index);
    this.#setHdus();
    headers.choose(line, tabs.headerInSight);
    const mode = session.mode ?? 'picture';
    contents.begin(line.index, mode);
    frame.enlarge(false);
    toolbar.setModes(modesOf(line), mode, session.ref?.cell !== undefined);
    readout.setMode(mode);
    inspector.mode = mode;
    tabs.changed();
    slices.show([], [], this.#origin);
    this.#setSize('');
    if (picture.plane !== undefined) {
      picture.clear();
    }
    if (mode !== 'picture') {
      overlays.shown(undefined);
    }
    this.#parts.onKept();
  }

  table(line: HduLine, table: TableReply): void {
    const { title } = this.#parts.session.structure ?? { title: '' };
    const target = { hdu: line.index, title: hduName(line), fileName: title };
    this.#parts.contents.showTable(target, table, this.#takeRestored(line.index)?.table);
    const { rows, columns } = table;
    this.#setSize(`${countOf(rows, 'row')} × ${countOf(columns.length, 'column')}`);
    this.#parts.onShown();
  }

  tree(line: HduLine): void {
    const { session, stage, trees, onShown } = this.#parts;
    const { title } = session.structure ?? { title: '' };
    stage.show('tree');
    trees.showOnStage(line, title, this.#takeRestored(line.index)?.tree);
    onShown();
  }

  /** A one-dimensional array, as a plot. */
  array(ref: PlaneRef, plane: PlaneReply): void {
    const kept = this.#takeRestored(ref.hdu)?.spectrum;
    this.#parts.contents.showLine({ ref, plane, title: this.nameOf(ref) }, kept);
    this.#setSize(this.#sizeText(ref, countOf(plane.width, 'pixel')));
    this.#parts.onShown();
  }

  plane(ref: PlaneRef, plane: PlaneReply): void {
    const { stage, picture, overlays, slices, onKept } = this.#parts;
    const { width, height } = plane;
    const last = this.#lastPlane;
    const sameSize = last?.width === width && last.height === height;
    const restored = this.#takeRestored(ref.hdu);
    const fit = { centre: undefined, zoom: undefined };
    this.#lastPlane = { width, height, hdu: ref.hdu };
    if (last?.hdu === ref.hdu && ref.cell === undefined) {
      picture.ownLimits.newSlice();
    } else if (restored === undefined) {
      picture.ownLimits.newImage();
    }
    stage.show('picture');
    // SCI, ERR and DQ of one exposure are compared at the same place.
    picture.show(ref, plane, restored ?? (sameSize ? undefined : fit));
    overlays.shown({ ref, plane });
    slices.show(plane.axisLines.slice(2), ref.slice, this.#origin);
    this.#setSize(this.#sizeText(ref, `${width} × ${height}`));
    const name = this.nameOf(ref);
    picture.canvas.setAttribute(
      'aria-label',
      `${name}, ${width} by ${height} pixels. Arrow keys move the view, plus and minus zoom, question mark lists all keys.`,
    );
    onKept();
  }

  /** There is nothing to show of an HDU. */
  absence(line: HduLine): void {
    this.#restored = undefined;
    this.#parts.overlays.shown(undefined);
    this.#parts.words.nothing(line, this.#parts.session.structure);
  }

  /** What was to be shown could not be read. What lies over a picture goes with it. */
  failure(error: unknown): void {
    const { session, slices, picture, overlays, words } = this.#parts;
    slices.stop();
    if (picture.plane === undefined) {
      overlays.shown(undefined);
    }
    words.loadFailed(error, session.mode);
  }

  /** Of two matched pictures, says which is shown when it is not the one that was chosen. */
  update(): void {
    const { picture, overlays, readout } = this.#parts;
    const second = picture.showPartner ? overlays.matching.partnerName : undefined;
    readout.setSize(second === undefined ? this.#size : `B: ${second} · ${this.#size}`);
  }

  /** What is on show, in words. */
  nameOf({ cell }: PlaneRef): string {
    const { line } = this.#parts.session;
    const name = line ? hduName(line) : '';
    const column = cell && this.#parts.table.table?.columns[cell.column]?.name;
    return cell === undefined
      ? name
      : `${name}, row ${cell.row + this.#origin}, ${column ?? `column ${cell.column + this.#origin}`}`;
  }

  /** Of a cell also which one it is: nothing else in sight says so. */
  #sizeText(ref: PlaneRef, size: string): string {
    return ref.cell === undefined ? size : `${this.nameOf(ref)} · ${size}`;
  }

  #setSize(size: string): void {
    this.#size = size;
    this.update();
  }

  /** The list, and what is on show where that is not in it: an array inside of an HDU. */
  #setHdus(): void {
    const { line, structure } = this.#parts.session;
    const lines = structure?.lines ?? [];
    const listed = line === undefined || lines.some(({ index }) => index === line.index);
    this.#parts.toolbar.setHdus(listed ? lines : [...lines, line], line?.index ?? -1);
  }

  /** What an earlier page kept, for the first thing shown if it is of this HDU. */
  #takeRestored(hdu: number): KeptState | undefined {
    const restored = this.#restored?.hdu === hdu ? this.#restored : undefined;
    this.#restored = undefined;
    return restored;
  }
}
