import { troubleOf } from '../image/host';
import type { Position } from '../image/view';
import type { OverlayStand } from '../overlay/stand';
import { type ChoiceShape, ChoiceTool } from './choice-tool';
import { ChosenMarkers } from './chosen-markers';
import type { DrawnMarkers } from './marked-point';
import { rowsInOutline } from './points-in-outline';
import type { TableOverlay } from './table-overlay';

export interface ResultMarkersListener {
  /** The tables over the picture. */
  overlays(): readonly TableOverlay[];
  /** Other rows are chosen. */
  onChosen(): void;
  /** The tool is in use from now on, or no longer. */
  onTool(): void;
}

/** What is there for tables that are results of catalogues: their rows are chosen here and in their panels. */
export class ResultMarkers {
  readonly #stand: OverlayStand;
  readonly #listener: ResultMarkersListener;
  readonly #chosen: ChosenMarkers;
  readonly #tool: ChoiceTool;

  constructor(stand: OverlayStand, listener: ResultMarkersListener) {
    this.#stand = stand;
    this.#listener = listener;
    this.#chosen = new ChosenMarkers(stand.host, () => listener.onChosen());
    this.#tool = new ChoiceTool(stand.picture, {
      onChoose: (outline, add) => this.#chooseIn(outline, add),
      onActive: () => listener.onTool(),
    });
  }

  /** What is drawn of a table that is shown: its markers, above a halo about each that is chosen. */
  drawnOf({ points, style, source }: TableOverlay): readonly DrawnMarkers[] {
    if (points === undefined) {
      return [];
    }
    const halo = this.#chosen.haloOf(source.result, points, style);
    return [...(halo === undefined ? [] : [halo]), { points, style }];
  }

  /** Other tables lie over the picture. */
  update(): void {
    const all = this.#listener.overlays().flatMap(({ source }) => source.result ?? []);
    this.#chosen.watch(new Set(all));
  }

  /** Whether rows can be chosen, how many are, and with what they are being chosen. */
  get summary(): readonly [possible: boolean, chosen: number, shape: ChoiceShape | undefined] {
    const shown = this.#shown;
    const count = shown.reduce((sum, { id }) => sum + this.#chosen.rowsOf(id).length, 0);
    return [shown.length > 0, count, this.#tool.shape];
  }

  /** Takes up the tool, or puts it away where it is in use. */
  toggle(shape: ChoiceShape): void {
    this.#tool.shape = this.#tool.shape === shape ? undefined : shape;
  }

  /** Chooses one row. */
  choose(result: string, row: number): void {
    this.#set(result, Uint32Array.of(row));
  }

  clear(): void {
    this.#shown.forEach(({ id }) => this.#set(id, new Uint32Array(0)));
  }

  get #shown(): { readonly id: string; readonly overlay: TableOverlay }[] {
    return this.#listener.overlays().flatMap((overlay) => {
      const { result } = overlay.source;
      return overlay.shown && result !== undefined ? [{ id: result, overlay }] : [];
    });
  }

  /** Chooses the rows whose markers lie in an outline. */
  #chooseIn(outline: readonly Position[], add: boolean): void {
    for (const { id, overlay } of this.#shown) {
      if (overlay.points !== undefined) {
        const rows = rowsInOutline(overlay.points, outline);
        const before = add ? this.#chosen.rowsOf(id) : [];
        this.#set(id, Uint32Array.from([...before, ...rows]));
      }
    }
  }

  #set(result: string, rows: Uint32Array): void {
    this.#chosen.choose(result, rows).catch((error: unknown) => {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#stand.say(trouble);
      }
    });
  }
}
