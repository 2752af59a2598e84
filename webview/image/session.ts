import type { HduLine, PlaneRef, PlaneReply, StructureReply } from '../../src/protocol/methods';
import type { TableReply } from '../../src/protocol/table';
import { neighbour } from './hdu';
import type { Host } from './host';
import { troubleOf } from './host';
import type { Mode } from './mode';
import { modesOf } from './mode';

/** What is looked at: a plane, or a cell of a table, and in which way. */
export interface Wanted extends PlaneRef {
  /** Left out for the first way the HDU can be shown. */
  readonly mode?: Mode | undefined;
}

export interface SessionListener {
  /** The HDU list came or grew. */
  onStructure(structure: StructureReply): void;
  /** Another HDU is the chosen one, or it is to be shown in another way; what is shown of it is to come. */
  onLine(line: HduLine): void;
  /** A plane of the chosen HDU, or of a cell of its table, can be shown: as a picture or as a line. */
  onPlane(ref: PlaneRef, plane: PlaneReply, mode: 'picture' | 'line'): void;
  /** The table of the chosen HDU can be shown. */
  onTable(line: HduLine, table: TableReply): void;
  /** The tree of the chosen HDU can be shown. */
  onTree(line: HduLine): void;
  /** The chosen HDU has nothing to show, for the reason its line gives. */
  onNothing(line: HduLine): void;
  onStructureError(error: unknown): void;
  onLoadError(error: unknown): void;
  /** `busy` changed. */
  onBusy(): void;
}

/** Which HDU is shown, how, and which plane of it: follows the host's list and the user's choice. */
export class Session {
  readonly #host: Host;
  readonly #listener: SessionListener;
  #wanted: Wanted | undefined;
  #structure: StructureReply | undefined;
  #line: HduLine | undefined;
  #mode: Mode | undefined;
  #cell: PlaneRef['cell'];
  #plane: PlaneReply | undefined;
  #slice: readonly number[] = [];
  #chosenByUser = false;
  #running = 0;
  #structureStop = new AbortController();
  #loadStop = new AbortController();

  constructor(host: Host, listener: SessionListener) {
    this.#host = host;
    this.#listener = listener;
  }

  get structure(): StructureReply | undefined {
    return this.#structure;
  }

  get line(): HduLine | undefined {
    return this.#line;
  }

  /** How the chosen HDU is shown; undefined where there is nothing to show of it. */
  get mode(): Mode | undefined {
    return this.#mode;
  }

  /** The plane on show; undefined while a table is. */
  get plane(): PlaneReply | undefined {
    return this.#plane;
  }

  /** What is looked at, or undefined before an HDU is chosen. */
  get ref(): Wanted | undefined {
    return this.#line && { ...this.#planeRef(this.#line), mode: this.#mode };
  }

  get busy(): boolean {
    return this.#running > 0;
  }

  /**
   * Reads the structure from the start and shows what is wanted, else what was wanted before (the last
   * attempt may not have come so far), else the first HDU with something to show.
   *
   * @param readWhole the user agreed to what reading a file costs that is compressed as a whole.
   */
  open(wanted: Wanted | undefined, readWhole = false): void {
    this.#wanted = wanted ?? this.#wanted;
    this.#structure = undefined;
    this.#line = undefined;
    this.#chosenByUser = false;
    this.#structureStop.abort();
    this.#loadStop.abort();
    const stop = new AbortController();
    this.#structureStop = stop;
    const onProgress = (structure: StructureReply): void => {
      if (this.#structureStop === stop) {
        this.#take(structure, false);
      }
    };
    void this.#run(
      async () => {
        const options = { signal: stop.signal, onProgress };
        const params = readWhole ? { readWhole } : {};
        this.#take(await this.#host.request('structure', params, options), true);
      },
      (error) => this.#listener.onStructureError(error),
    );
  }

  /** Ends reading the structure: the user does not want to wait for it. */
  stop(): void {
    this.#structureStop.abort();
  }

  /** The user chose an HDU. */
  choose(index: number): void {
    const line = this.#structure?.lines.find((each) => each.index === index);
    this.#chosenByUser = true;
    if (line !== undefined) {
      this.chooseLine(line);
    }
  }

  /** The user chose something that need not be in the list: an array of a tree. */
  chooseLine(line: HduLine): void {
    this.#chosenByUser = true;
    if (line.index !== this.#line?.index) {
      this.#show(line, undefined);
    }
  }

  /** The table of an HDU is to be shown, anew if it is already. */
  chooseTable(index: number): void {
    const line = this.#structure?.lines.find((each) => each.index === index);
    if (line?.table === true) {
      this.#chosenByUser = true;
      this.#show(line, { hdu: index, slice: [], mode: 'table' });
    }
  }

  /** Goes to the HDU before or after the chosen one. */
  step(direction: 1 | -1): void {
    const lines = this.#structure?.lines ?? [];
    const next = this.#line && neighbour(lines, this.#line.index, direction);
    if (next !== undefined) {
      this.choose(next);
    }
  }

  /** The user wants the chosen HDU shown in another way; this also leaves a cell. */
  chooseMode(mode: Mode): void {
    const line = this.#line;
    if (line !== undefined && (mode !== this.#mode || this.#cell !== undefined)) {
      this.#chosenByUser = true;
      this.#show(line, { hdu: line.index, slice: this.#slice, mode });
    }
  }

  /** The user wants to see the array in a cell of the table (row of the table). */
  openCell(
    cell: { readonly row: number; readonly column: number },
    mode: 'picture' | 'line',
  ): void {
    const line = this.#line;
    if (line !== undefined) {
      this.#chosenByUser = true;
      this.#show(line, { hdu: line.index, slice: [], cell, mode });
    }
  }

  /** The user chose another plane of the cube. */
  chooseSlice(slice: readonly number[]): void {
    this.#chosenByUser = true;
    this.#slice = slice;
    this.load();
  }

  /** As {@link load}, of an array that can only be read whole: the user agreed to what that costs. */
  loadWhole(): void {
    const line = this.#line;
    if (line !== undefined) {
      void this.#run(
        async () => {
          await this.#host.request('agree', { hdu: line.index });
          this.load();
        },
        (error) => this.#listener.onLoadError(error),
      );
    }
  }

  /** Asks (again) for what is to be shown of the chosen HDU. */
  load(): void {
    const line = this.#line;
    const mode = this.#mode;
    this.#loadStop.abort();
    this.#plane = undefined;
    if (line === undefined || mode === undefined) {
      return;
    }
    if (mode === 'tree') {
      this.#listener.onTree(line);
      return;
    }
    const stop = new AbortController();
    this.#loadStop = stop;
    void this.#run(
      () => (mode === 'table' ? this.#loadTable(line, stop) : this.#loadPlane(line, mode, stop)),
      (error) => this.#listener.onLoadError(error),
    );
  }

  async #loadTable(line: HduLine, { signal }: AbortController): Promise<void> {
    const table = await this.#host.request('table', { hdu: line.index }, { signal });
    if (!signal.aborted) {
      this.#listener.onTable(line, table);
    }
  }

  async #loadPlane(
    line: HduLine,
    mode: 'picture' | 'line',
    { signal }: AbortController,
  ): Promise<void> {
    const plane = await this.#host.request('plane', this.#planeRef(line), { signal });
    if (!signal.aborted) {
      // An empty slice means "the first of each"; a kept one may be of another file.
      this.#slice = plane.axes.map((length, axis) =>
        Math.min(this.#slice[axis] ?? 0, Math.max(0, length - 1)),
      );
      this.#plane = plane;
      this.#listener.onPlane(this.#planeRef(line), plane, mode);
    }
  }

  #planeRef({ index }: HduLine): PlaneRef {
    const ref = { hdu: index, slice: this.#slice };
    return this.#cell === undefined ? ref : { ...ref, cell: this.#cell };
  }

  #take(structure: StructureReply, complete: boolean): void {
    this.#structure = structure;
    const { lines, first } = structure;
    const wanted = lines.find(({ index }) => index === this.#wanted?.hdu);
    // What is wanted may still be to come: nothing else is shown before the list is complete.
    const hopeless = complete || this.#wanted === undefined;
    const best =
      wanted ??
      (hopeless ? lines.find(({ index }) => index === first) : undefined) ??
      (complete ? (lines.find(({ picture }) => picture !== 'empty') ?? lines[0]) : undefined);
    // The file's first picture may turn out to be a later HDU; the user's choice is not moved.
    if (best !== undefined && !this.#chosenByUser && best.index !== this.#line?.index) {
      this.#show(best, wanted === undefined ? undefined : this.#wanted);
    }
    this.#listener.onStructure(structure);
  }

  #show(line: HduLine, wanted: Wanted | undefined): void {
    const modes = modesOf(line);
    const isCell = wanted?.cell !== undefined && wanted.mode !== 'table' && line.table;
    const mode = modes.find((each) => each === wanted?.mode) ?? modes[0];
    this.#line = line;
    this.#slice = wanted?.slice ?? [];
    this.#cell = isCell ? wanted.cell : undefined;
    this.#mode = isCell ? wanted.mode : mode;
    this.#listener.onLine(line);
    this.load();
    if (this.#mode === undefined) {
      this.#listener.onNothing(line);
    }
  }

  async #run(work: () => Promise<void>, onError: (error: unknown) => void): Promise<void> {
    this.#running++;
    this.#listener.onBusy();
    try {
      await work();
    } catch (error) {
      if (troubleOf(error) !== undefined) {
        onError(error);
      }
    } finally {
      this.#running--;
      this.#listener.onBusy();
    }
  }
}
