import type { Region, Shape } from '../../src/protocol/region';
import { MOST_REGIONS } from '../../src/protocol/region';
import type { Size } from '../image/view';
import type { RegionTool } from './drawn-shape';
import { RegionHistory } from './region-history';

/** The regions of planes of one size. */
interface RegionSet {
  readonly size: Size;
  regions: readonly Region[];
  selected: number | undefined;
  readonly history: RegionHistory;
}

/** Regions of planes of one size, as they are kept. */
export interface SizedRegions {
  readonly size: Size;
  readonly regions: readonly Region[];
}

/** A region as it is drawn: without a label, in the usual colour. */
export function newRegion(shape: Shape): Region {
  return { shape, text: '', colour: '', include: true };
}

/** The regions of the image on show, which one is selected, and what the pointer does. */
export class RegionModel {
  readonly #sets = new Map<string, RegionSet>();
  readonly #listeners: (() => void)[] = [];
  #set: RegionSet | undefined;
  #tool: RegionTool = 'select';
  /** Before an edit that goes on. */
  #before: readonly Region[] | undefined;
  #copied: Region | undefined;

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Whether there is an image to have regions on. */
  get hasImage(): boolean {
    return this.#set !== undefined;
  }

  get regions(): readonly Region[] {
    return this.#set?.regions ?? [];
  }

  /** The place of the selected one in the list. */
  get selected(): number | undefined {
    return this.#set?.selected;
  }

  get selectedRegion(): Region | undefined {
    const { selected } = this;
    return selected === undefined ? undefined : this.regions[selected];
  }

  get tool(): RegionTool {
    return this.#tool;
  }

  set tool(tool: RegionTool) {
    if (tool !== this.#tool) {
      this.#tool = tool;
      this.#tell();
    }
  }

  /** Whether an edit goes on: it is told of, but not yet settled. */
  get editing(): boolean {
    return this.#before !== undefined;
  }

  get canUndo(): boolean {
    return this.#set?.history.canUndo === true;
  }

  get canRedo(): boolean {
    return this.#set?.history.canRedo === true;
  }

  /** Shows the regions of images of a size, or none. */
  show(size: Size | undefined): void {
    this.abandon();
    this.#set = size && this.#setOf(size);
    this.#tell();
  }

  /** All that there are, those on show first. */
  get all(): readonly SizedRegions[] {
    const sets = [...this.#sets.values()].filter(({ regions }) => regions.length > 0);
    return sets.sort((a, b) => Number(b === this.#set) - Number(a === this.#set));
  }

  /** Puts back what was kept. */
  restore(kept: readonly SizedRegions[]): void {
    for (const { size, regions } of kept) {
      const set = this.#setOf(size);
      set.regions = regions;
      set.selected = undefined;
    }
    this.#tell();
  }

  select(index: number | undefined): void {
    const set = this.#set;
    if (set !== undefined && set.selected !== index) {
      set.selected = index !== undefined && index in set.regions ? index : undefined;
      this.#tell();
    }
  }

  /** Adds regions as far as there is room for them, and selects a single one; gives how many found none. */
  add(regions: readonly Region[]): number {
    const set = this.#set;
    if (set === undefined || regions.length === 0) {
      return 0;
    }
    const added = regions.slice(0, Math.max(0, MOST_REGIONS - set.regions.length));
    if (added.length > 0) {
      const selected = added.length === 1 ? set.regions.length : undefined;
      this.#commit([...set.regions, ...added], selected);
    }
    return regions.length - added.length;
  }

  /** Puts another region in the place of one. */
  replace(index: number, region: Region): void {
    this.#commit(this.regions.with(index, region), this.selected);
  }

  /** Another shape of the selected one. */
  reshape(shape: Shape): void {
    const { selected, selectedRegion } = this;
    if (selected !== undefined && selectedRegion !== undefined) {
      this.replace(selected, { ...selectedRegion, shape });
    }
  }

  remove(index: number): void {
    const rest = this.regions.filter((_, at) => at !== index);
    this.#commit(rest, undefined);
  }

  removeAll(): void {
    if (this.regions.length > 0) {
      this.#commit([], undefined);
    }
  }

  /** An edit begins: what follows is one step. */
  begin(): void {
    this.#before ??= this.regions;
  }

  /** An edit begins with a region that was not there before; false where the list is full. */
  beginNew(region: Region): boolean {
    const set = this.#set;
    if (set === undefined || set.regions.length >= MOST_REGIONS) {
      return false;
    }
    this.begin();
    set.selected = set.regions.length;
    set.regions = [...set.regions, region];
    this.#tell();
    return true;
  }

  /** The selected one looks like this for now. */
  preview(shape: Shape): void {
    const set = this.#set;
    const { selected, selectedRegion } = this;
    if (set !== undefined && selected !== undefined && selectedRegion !== undefined) {
      set.regions = set.regions.with(selected, { ...selectedRegion, shape });
      this.#tell();
    }
  }

  /** The edit is done. */
  end(): void {
    const before = this.#before;
    this.#before = undefined;
    if (before !== undefined && this.#set !== undefined && before !== this.regions) {
      this.#set.history.note(before);
    }
    this.#tell();
  }

  /** The edit is not wanted. */
  abandon(): void {
    const set = this.#set;
    if (this.#before !== undefined && set !== undefined) {
      set.regions = this.#before;
      this.#before = undefined;
      if (set.selected !== undefined && !(set.selected in set.regions)) {
        set.selected = undefined;
      }
      this.#tell();
    }
  }

  undo(): void {
    this.#travel((history, regions) => history.undo(regions));
  }

  redo(): void {
    this.#travel((history, regions) => history.redo(regions));
  }

  /** Keeps the selected one for {@link paste}. */
  copy(): Region | undefined {
    this.#copied = this.selectedRegion ?? this.#copied;
    return this.selectedRegion;
  }

  get copied(): Region | undefined {
    return this.#copied;
  }

  #travel(to: (history: RegionHistory, now: readonly Region[]) => typeof now | undefined): void {
    this.abandon();
    const set = this.#set;
    const regions = set && to(set.history, set.regions);
    if (set !== undefined && regions !== undefined) {
      const changed = regions.findIndex((region, at) => region !== set.regions[at]);
      const same = regions.length === set.regions.length;
      set.regions = regions;
      // What came back, or was changed back, is what one looks at.
      set.selected = changed >= 0 && (same || changed in regions) ? changed : undefined;
      this.#tell();
    }
  }

  #commit(regions: readonly Region[], selected: number | undefined): void {
    this.abandon();
    const set = this.#set;
    if (set !== undefined) {
      set.history.note(set.regions);
      set.regions = regions;
      set.selected = selected;
      this.#tell();
    }
  }

  #setOf(size: Size): RegionSet {
    const { width, height } = size;
    const key = `${width}x${height}`;
    const set = this.#sets.get(key) ?? {
      size: { width, height },
      regions: [],
      selected: undefined,
      history: new RegionHistory(),
    };
    this.#sets.set(key, set);
    return set;
  }

  #tell(): void {
    this.#listeners.forEach((listener) => listener());
  }
}
