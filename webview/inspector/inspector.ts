import type { InspectorTab } from '../image/state';
import { INSPECTOR_TABS } from '../image/state';
import type { Position } from '../image/view';
import { element } from '../ui/dom';
import type { Context } from './context';
import { HistogramPanel } from './histogram-panel';
import './inspector.css';
import { Pace } from './pace';
import type { Panel } from './panel';
import { PixelsPanel } from './pixels-panel';
import { ProfilesPanel } from './profiles-panel';
import { StatisticsPanel } from './statistics-panel';
import { Tabs } from './tabs';

/** Milliseconds between two updates for changes of the picture, and for another pixel. */
const PICTURE_PACE = 200;
const PIXEL_PACE = 50;

export interface InspectorOptions extends Omit<Context, 'focus'> {
  /** The header panel; who owns it also fills it. */
  readonly header: HTMLElement;
  /** The user chose a tab. */
  onTab(tab: InspectorTab): void;
}

/** The panel on the right: header, histogram, statistics, profiles, pixels, one at a time. */
export class Inspector {
  readonly element: HTMLElement;
  readonly #focus: { pixel: Position | undefined; origin: 0 | 1 } = { pixel: undefined, origin: 1 };
  readonly #panels: Readonly<Record<InspectorTab, Panel>> & {
    readonly statistics: StatisticsPanel;
  };
  readonly #tabs: Tabs;
  readonly #pace = new Pace(() => this.#panels[this.#tab].update());
  #tab: InspectorTab = 'header';
  #shown = true;

  constructor({ header, onTab, ...options }: InspectorOptions) {
    const context: Context = { ...options, focus: this.#focus };
    this.#panels = {
      header: { element: header, update: () => undefined, hide: () => undefined },
      histogram: new HistogramPanel(context),
      statistics: new StatisticsPanel(context),
      profiles: new ProfilesPanel(context),
      pixels: new PixelsPanel(context),
    };
    this.#tabs = new Tabs(
      (tab) => this.#panels[tab].element,
      (tab) => {
        this.tab = tab;
        onTab(tab);
      },
    );
    const pages = INSPECTOR_TABS.map((tab) => this.#panels[tab].element);
    this.element = element('div', { class: 'inspector' }, [this.#tabs.element, ...pages]);
    this.#showTab();
  }

  get tab(): InspectorTab {
    return this.#tab;
  }

  set tab(tab: InspectorTab) {
    if (tab !== this.#tab) {
      this.#panels[this.#tab].hide();
      this.#tab = tab;
    }
    this.#showTab();
  }

  get shown(): boolean {
    return this.#shown;
  }

  /** A collapsed inspector does nothing and asks for nothing. */
  set shown(shown: boolean) {
    if (this.#shown && !shown) {
      this.#pace.cancel();
      this.#panels[this.#tab].hide();
    }
    this.#shown = shown;
    this.#ask(0);
  }

  /** Something about the picture changed. May be called at every frame. */
  update(): void {
    this.#panels.statistics.follow();
    this.#ask(PICTURE_PACE);
  }

  /** The image pixel (0-based) under the cursor, or pinned by the crosshair. */
  setPixel(pixel: Position | undefined): void {
    if (pixel !== undefined) {
      this.#focus.pixel = pixel;
      if (this.#tab === 'profiles' || this.#tab === 'pixels') {
        this.#ask(PIXEL_PACE);
      }
    }
  }

  /** What the first pixel is counted as. */
  setOrigin(origin: 0 | 1): void {
    this.#focus.origin = origin;
    this.#ask(0);
  }

  #showTab(): void {
    this.#tabs.select(this.#tab);
    for (const tab of INSPECTOR_TABS) {
      this.#panels[tab].element.hidden = tab !== this.#tab;
    }
    this.#ask(0);
  }

  #ask(interval: number): void {
    if (this.#shown) {
      this.#pace.ask(interval);
    }
  }
}
