import type { HduLine } from '../../src/protocol/methods';
import { troubleOf } from '../image/host';
import type { OverlayStand, ShownPlane } from '../overlay/stand';
import { formatNumber } from '../image/format';
import { formatCount } from '../../src/protocol/figures';
import type { MarkedPoint } from './marked-point';
import { MarkerLayer } from './marker-layer';
import { MarkerPointer } from './marker-pointer';
import { styleOf } from './marker-style';
import { MarkerTip } from './marker-tip';
import './markers.css';
import { MarkersMenu } from './markers-menu';
import { OpenFiles } from './open-files';
import type { OverlaySource } from './overlay-source';
import { MOST_OVERLAYS, parseOverlays, type KeptOverlay } from './overlay-source';
import { sourceName } from './overlay-words';
import { ResultMarkers } from './result-markers';
import { TableChoice } from './table-choice';
import { TableOverlay } from './table-overlay';

export interface MarkersListener {
  /** A marker of a table of this file was chosen. */
  onRow(hdu: number, row: number): void;
}

/** Rows of tables as markers over the picture. */
export class Markers {
  readonly #stand: OverlayStand;
  readonly #listener: MarkersListener;
  readonly #layer: MarkerLayer;
  readonly #tip = new MarkerTip();
  readonly #choice = new TableChoice((source) => this.#add(source));
  readonly #menu: MarkersMenu;
  readonly #files: OpenFiles;
  readonly #results: ResultMarkers;
  /** Results that are to be laid over the picture as soon as they are listed. */
  readonly #wanted = new Set<string>();
  #overlays: readonly TableOverlay[] = [];
  #lines: readonly HduLine[] = [];
  #plane: ShownPlane | undefined;
  #hovered: MarkedPoint | undefined;
  #selected: { readonly overlay: TableOverlay; readonly row: number } | undefined;
  #origin: 0 | 1 = 1;

  constructor(stand: OverlayStand, listener: MarkersListener) {
    this.#stand = stand;
    this.#listener = listener;
    const { picture, host } = stand;
    this.#layer = new MarkerLayer(
      () => picture.redrawOverlay(),
      () => this.#menu.update(this.#overlays, this.#layer.thinning),
    );
    this.#layer.element.append(this.#tip.element);
    picture.addLayer(this.#layer);
    this.#files = new OpenFiles(host, () => this.#onFiles());
    this.#results = new ResultMarkers(stand, {
      overlays: () => this.#overlays,
      onChosen: () => this.#onChange(),
      onTool: () => this.#menu.showChosen(...this.#results.summary),
    });
    host.on('overlayResult', ({ result }) => {
      this.#wanted.add(result);
      this.#files.ask();
    });
    this.#menu = new MarkersMenu(this.#choice, {
      onOpen: () => this.#files.ask(),
      onDelete: (overlay) => this.#remove(overlay),
      onShape: (shape) => this.#results.toggle(shape),
      onClear: () => this.#results.clear(),
    });
    this.#menu.hidden = true;
    new MarkerPointer(picture, this.#layer, {
      onHover: (marked, at) => this.#hover(marked, at),
      onClick: (marked) => this.#choose(marked),
    });
  }

  /** A button with its popover, for the toolbar. */
  get element(): HTMLElement {
    return this.#menu.element;
  }

  /** What is kept with the file. */
  get state(): { readonly overlays: readonly KeptOverlay[] } {
    return { overlays: this.#overlays.map(({ kept }) => kept) };
  }

  /** Takes up what was kept; tables are read again. */
  restore(state: unknown): void {
    this.#overlays.forEach((overlay) => overlay.dispose());
    this.#overlays = parseOverlays(state).map((kept) => this.#make(kept));
    this.#selected = undefined;
    if (this.#overlays.some(({ source }) => source.title !== '')) {
      this.#files.ask();
    }
    this.#begin();
  }

  /** The HDUs or arrays of this file. */
  set lines(lines: readonly HduLine[]) {
    this.#lines = lines;
    this.#choice.show(lines, this.#files.files);
  }

  /** How rows are counted when shown. */
  set origin(origin: 0 | 1) {
    this.#origin = origin;
  }

  shown(plane: ShownPlane | undefined): void {
    this.#plane = plane;
    this.#menu.hidden = plane === undefined;
    this.#begin();
  }

  /** Makes the marker of a row of this file stand out, or that of none. False where there is no such marker. */
  select(hdu: number, row: number | undefined): boolean {
    const overlay = this.#overlays.find(
      ({ source }) => source.file === undefined && source.title === '' && source.hdu === hdu,
    );
    this.#selected = overlay && row !== undefined ? { overlay, row } : undefined;
    this.#mark();
    return this.#selected !== undefined && overlay?.points?.pointOf(row ?? -1) !== undefined;
  }

  #make(kept: KeptOverlay): TableOverlay {
    let before = '';
    const overlay: TableOverlay = new TableOverlay(this.#stand.host, kept, () => {
      this.#onChange();
      // Once: who closes it then has seen it.
      if (overlay.status.kind === 'asking' && before !== 'asking') {
        this.#menu.expand(overlay);
      }
      before = overlay.status.kind;
    });
    return overlay;
  }

  #add(source: OverlaySource): void {
    if (this.#overlays.length >= MOST_OVERLAYS) {
      this.#stand.say({
        ...{ code: 'too-large', message: `At most ${MOST_OVERLAYS} tables can be shown at once.` },
        ...{ hint: 'Remove one first.', retryable: false },
      });
      return;
    }
    const style = styleOf(this.#overlays.length);
    const overlay = this.#make({ source, columns: undefined, style, shown: true });
    this.#overlays = [...this.#overlays, overlay];
    this.#menu.update(this.#overlays, this.#layer.thinning);
    this.#begin();
  }

  #remove(overlay: TableOverlay): void {
    overlay.dispose();
    this.#overlays = this.#overlays.filter((other) => other !== overlay);
    if (this.#selected?.overlay === overlay) {
      this.#selected = undefined;
    }
    this.#choice.focus();
    this.#onChange();
  }

  /** Reads what is to be seen and has not been read. */
  #begin(): void {
    for (const overlay of this.#overlays) {
      const source = this.#found(overlay.source);
      if (source === undefined) {
        overlay.leave();
      } else {
        overlay.source = source;
        overlay.plane = this.#plane;
      }
    }
    this.#onChange();
  }

  /** Where a table is now: another file has another id each time it is opened. */
  #found(source: OverlaySource): OverlaySource | undefined {
    if (source.title === '') {
      return source;
    }
    const { files } = this.#files;
    const open =
      source.result === undefined
        ? (files.find(({ id }) => id === source.file) ??
          files.find(({ title }) => title === source.title))
        : files.find(({ result }) => result === source.result);
    // A result may have been given another name.
    return open && { ...source, file: open.id, title: open.title };
  }

  /** Other files have been opened or closed. */
  #onFiles(): void {
    this.#choice.show(this.#lines, this.#files.files);
    for (const overlay of this.#overlays) {
      const source = this.#found(overlay.source);
      // Rows that are on show stay, whatever becomes of their file.
      if (overlay.status.kind === 'away' && source !== undefined) {
        overlay.source = source;
        overlay.plane = this.#plane;
        overlay.retry();
      } else if (source?.result !== undefined) {
        // A result may have another name by now.
        overlay.source = { ...overlay.source, title: source.title };
      }
    }
    for (const result of this.#wanted) {
      const source = this.#choice.sourceOf(result);
      if (source !== undefined) {
        this.#wanted.delete(result);
        this.#lay(source);
      }
    }
    this.#onChange();
  }

  /** Shows a result of a catalogue, which may be there already. */
  #lay(source: OverlaySource): void {
    const there = this.#overlays.find((overlay) => overlay.source.result === source.result);
    if (there === undefined) {
      this.#add(source);
    } else {
      there.shown = true;
    }
  }

  #onChange(): void {
    this.#results.update();
    const tables = this.#overlays.flatMap((overlay) =>
      overlay.shown ? this.#results.drawnOf(overlay) : [],
    );
    const before = this.#layer.tables;
    const same = tables.every(
      ({ points, style }, i) => before[i]?.points === points && before[i].style === style,
    );
    if (!same || tables.length !== before.length) {
      this.#layer.tables = tables;
      this.#hovered = undefined;
      this.#tip.hide();
      this.#mark();
    }
    this.#menu.update(this.#overlays, this.#layer.thinning);
    this.#menu.showChosen(...this.#results.summary);
    this.#stand.onKept();
  }

  #hover(marked: MarkedPoint | undefined, at: readonly [number, number]): void {
    const same = marked?.point === this.#hovered?.point && marked?.drawn === this.#hovered?.drawn;
    if (marked === undefined) {
      this.#tip.hide();
    } else {
      this.#tip.show(this.#wordsOf(marked), at);
    }
    if (!same) {
      this.#hovered = marked;
      this.#mark();
    }
  }

  /** What is said of a marker: its table, its row, its magnitude. */
  #wordsOf({ drawn, point }: MarkedPoint): string[] {
    const overlay = this.#overlayOf(drawn.points);
    if (overlay === undefined) {
      return [];
    }
    const row = drawn.points.rows[point] ?? 0;
    const column = overlay.guess?.columns.find(({ index }) => index === overlay.columns?.magnitude);
    const value = drawn.points.magnitudes?.[point];
    const magnitude = value === undefined || Number.isNaN(value) ? 'none' : formatNumber(value, 6);
    return [
      sourceName(overlay.source),
      `row ${formatCount(row + this.#origin)}`,
      ...(column === undefined ? [] : [`${column.name} ${magnitude}`]),
    ];
  }

  #choose({ drawn, point }: MarkedPoint): void {
    const overlay = this.#overlayOf(drawn.points);
    const row = drawn.points.rows[point];
    if (overlay === undefined || row === undefined) {
      return;
    }
    this.#selected = { overlay, row };
    this.#mark();
    const { file, hdu, result } = overlay.source;
    if (result !== undefined) {
      this.#results.choose(result, row);
    }
    if (file === undefined) {
      this.#listener.onRow(hdu, row);
      return;
    }
    this.#stand.host.request('showRow', { file, hdu, row }).catch((error: unknown) => {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#stand.say(trouble);
      }
    });
  }

  #overlayOf(points: object): TableOverlay | undefined {
    return this.#overlays.find((overlay) => overlay.points === points);
  }

  #mark(): void {
    const chosen = this.#selected;
    const drawn = this.#layer.tables.find(({ points }) => points === chosen?.overlay.points);
    const point = chosen && drawn?.points.pointOf(chosen.row);
    const selected = drawn === undefined || point === undefined ? undefined : { drawn, point };
    this.#layer.mark(this.#hovered, selected);
  }
}
