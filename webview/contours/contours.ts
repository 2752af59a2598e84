import type { PlaneRef } from '../../src/protocol/methods';
import { floatsOf } from '../image/grid';
import type { OverlayStand, ShownPlane } from '../overlay/stand';
import type { ContourStatus } from './contour-layer';
import { ContourLayer } from './contour-layer';
import { contourLevels, levelLimits } from './contour-levels';
import type { ContourSettings } from './contour-settings';
import { DEFAULT_CONTOURS, parseContours } from './contour-settings';
import { ContoursPanel } from './contours-panel';

/** A side of the overview that tells the values of another plane. */
const GLANCE = 256;

/** Another plane whose contours can lie over the picture. */
export interface ContourSource {
  readonly name: string;
  /** On the pixels of the plane on show (`match`). */
  readonly ref: PlaneRef;
}

/** Lines of equal value over the picture: of its own values, or of those of another plane. */
export class Contours {
  readonly #stand: OverlayStand;
  readonly #layer: ContourLayer;
  readonly #panel: ContoursPanel;
  #settings: ContourSettings = DEFAULT_CONTOURS;
  #plane: ShownPlane | undefined;
  #sources: readonly ContourSource[] = [];
  /** Undefined for the plane on show. */
  #source: ContourSource | undefined;
  /** Of the other plane. */
  #quantiles: Float32Array | undefined;
  /** Of the plane on show, and of the one before, which the picture may still have. */
  #learnt: Float32Array | undefined;
  #stale: Float32Array | undefined;
  #glance: AbortController | undefined;
  #status: ContourStatus = { kind: 'off' };

  constructor(stand: OverlayStand) {
    this.#stand = stand;
    this.#layer = new ContourLayer(stand.host, {
      redraw: () => stand.picture.redrawOverlay(),
      onStatus: (status) => {
        this.#status = status;
        this.#show();
      },
      onFrame: () => this.#learn(),
    });
    stand.picture.addLayer(this.#layer);
    this.#panel = new ContoursPanel({
      change: (part) => this.#change(part),
      choose: (at) => this.#choose(this.#sources[at - 1]),
      retry: () => this.#layer.retry(),
    });
    this.#panel.hidden = true;
  }

  /** A button with its popover, for the toolbar. */
  get element(): HTMLElement {
    return this.#panel.element;
  }

  /** What is kept with the file. */
  get state(): ContourSettings {
    return this.#settings;
  }

  restore(state: unknown): void {
    this.#settings = parseContours(state);
    this.#apply();
  }

  /** Turns them on or off; false where there is no picture. */
  toggle(): boolean {
    if (this.#plane !== undefined) {
      this.#change({ shown: !this.#settings.shown });
    }
    return this.#plane !== undefined;
  }

  /** Other planes that contours can be of. One that is gone gives way to the plane on show. */
  set sources(sources: readonly ContourSource[]) {
    this.#sources = sources;
    const chosen = this.#source;
    this.#choose(chosen && sources.find(({ ref }) => isSame(ref, chosen.ref)));
  }

  shown(plane: ShownPlane | undefined): void {
    if (!isSame(plane?.ref, this.#plane?.ref)) {
      this.#stale = this.#stand.picture.quantiles;
      this.#learnt = undefined;
    }
    this.#plane = plane;
    this.#panel.hidden = plane === undefined;
    this.#apply();
  }

  /** The values of the picture are known better than before, or at last. */
  #learn(): void {
    const { picture } = this.#stand;
    const { quantiles } = picture;
    const isNew = quantiles !== this.#learnt && quantiles !== this.#stale;
    if (isNew && (picture.done === 1 || this.#learnt === undefined)) {
      this.#stale = undefined;
      this.#learnt = quantiles;
      // Not while a frame is being drawn.
      queueMicrotask(() => this.#apply());
    }
  }

  #change(part: Partial<ContourSettings>): void {
    this.#settings = { ...this.#settings, ...part };
    this.#apply();
    this.#stand.onKept();
  }

  #choose(source: ContourSource | undefined): void {
    if (source?.name !== this.#source?.name || !isSame(source?.ref, this.#source?.ref)) {
      this.#glance?.abort();
      this.#glance = undefined;
      this.#quantiles = undefined;
      this.#source = source;
    }
    this.#apply();
  }

  #apply(): void {
    const plane = this.#plane;
    const levels = this.#levels();
    if (plane === undefined || !this.#settings.shown) {
      this.#layer.subject = undefined;
      return;
    }
    if (levels === undefined && this.#source !== undefined) {
      this.#glanceAt(this.#source.ref);
    }
    this.#layer.subject =
      levels === undefined || levels.length === 0
        ? undefined
        : { ref: this.#source?.ref ?? plane.ref, levels, settings: this.#settings };
  }

  /** Looks at another plane from afar, to know its values. */
  #glanceAt(ref: PlaneRef): void {
    if (this.#glance !== undefined) {
      return;
    }
    const glance = new AbortController();
    this.#glance = glance;
    this.#stand.host
      .request('overview', { ...ref, width: GLANCE, height: GLANCE }, { signal: glance.signal })
      .then(({ quantiles }) => {
        if (!glance.signal.aborted) {
          this.#quantiles = floatsOf(quantiles);
          this.#apply();
        }
      })
      // The contours themselves will fail for the same reason, and say so.
      .catch(() => undefined);
  }

  #known(): Float32Array | undefined {
    const known = this.#source === undefined ? this.#learnt : this.#quantiles;
    return known?.length === 0 ? undefined : known;
  }

  #levels(): readonly number[] | undefined {
    return contourLevels(this.#settings, this.#known());
  }

  #show(): void {
    this.#panel.update({
      settings: this.#settings,
      status: this.#status,
      levels: this.#levels(),
      limits: levelLimits(this.#settings, this.#known()),
      sources: ['This image', ...this.#sources.map(({ name }) => name)],
      source: this.#source === undefined ? 0 : this.#sources.indexOf(this.#source) + 1,
    });
  }
}

function isSame(one: PlaneRef | undefined, other: PlaneRef | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
