import type { HduLine, PlaneRef, PlaneReply, StructureReply } from '../../src/protocol/methods';
import { neighbour } from './hdu';
import type { Host } from './host';
import { troubleOf } from './host';

export interface SessionListener {
  /** The HDU list came or grew. */
  onStructure(structure: StructureReply): void;
  /** Another HDU is the chosen one. */
  onLine(line: HduLine): void;
  /** A plane of the chosen HDU can be shown. */
  onPlane(ref: PlaneRef, plane: PlaneReply): void;
  /** The chosen HDU has no picture, for the reason its line gives. */
  onNoPicture(line: HduLine): void;
  onStructureError(error: unknown): void;
  onPlaneError(error: unknown): void;
  /** `busy` changed. */
  onBusy(): void;
}

/** Which HDU and which plane of it is shown: follows the host's list and the user's choice. */
export class Session {
  readonly #host: Host;
  readonly #listener: SessionListener;
  #wanted: PlaneRef | undefined;
  #structure: StructureReply | undefined;
  #line: HduLine | undefined;
  #plane: PlaneReply | undefined;
  #slice: readonly number[] = [];
  #chosenByUser = false;
  #running = 0;
  #structureStop = new AbortController();
  #planeStop = new AbortController();

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

  get plane(): PlaneReply | undefined {
    return this.#plane;
  }

  /** The plane in question, or undefined before an HDU is chosen. */
  get ref(): PlaneRef | undefined {
    return this.#line && { hdu: this.#line.index, slice: this.#slice };
  }

  get busy(): boolean {
    return this.#running > 0;
  }

  /**
   * Reads the structure from the start and shows the wanted plane, else the one wanted before (the
   * last attempt may not have come so far), else the file's first picture.
   */
  open(wanted: PlaneRef | undefined): void {
    this.#wanted = wanted ?? this.#wanted;
    this.#structure = undefined;
    this.#line = undefined;
    this.#chosenByUser = false;
    this.#structureStop.abort();
    this.#planeStop.abort();
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
        this.#take(await this.#host.request('structure', {}, options), true);
      },
      (error) => this.#listener.onStructureError(error),
    );
  }

  /** The user chose an HDU. */
  choose(index: number): void {
    const line = this.#structure?.lines.find((each) => each.index === index);
    this.#chosenByUser = true;
    if (line !== undefined && line.index !== this.#line?.index) {
      this.#show(line, []);
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

  /** The user chose another plane of the cube. */
  chooseSlice(slice: readonly number[]): void {
    this.#chosenByUser = true;
    this.#slice = slice;
    this.loadPlane();
  }

  /** Asks for the plane of the chosen HDU and slice (again). */
  loadPlane(): void {
    const line = this.#line;
    this.#planeStop.abort();
    this.#plane = undefined;
    if (line === undefined || line.picture !== 'yes') {
      return;
    }
    const stop = new AbortController();
    this.#planeStop = stop;
    void this.#run(
      async () => {
        const asked = { hdu: line.index, slice: this.#slice };
        const plane = await this.#host.request('plane', asked, { signal: stop.signal });
        if (!stop.signal.aborted) {
          // An empty slice means "the first of each"; a kept one may be of another file.
          this.#slice = plane.axes.map((length, axis) =>
            Math.min(this.#slice[axis] ?? 0, Math.max(0, length - 1)),
          );
          this.#plane = plane;
          this.#listener.onPlane({ hdu: line.index, slice: this.#slice }, plane);
        }
      },
      (error) => this.#listener.onPlaneError(error),
    );
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
      this.#show(best, wanted === undefined ? [] : (this.#wanted?.slice ?? []));
    }
    this.#listener.onStructure(structure);
  }

  #show(line: HduLine, slice: readonly number[]): void {
    this.#line = line;
    this.#slice = slice;
    this.#listener.onLine(line);
    this.loadPlane();
    if (line.picture !== 'yes') {
      this.#listener.onNoPicture(line);
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
