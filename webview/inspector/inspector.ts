import type { Mode } from '../image/mode';
import type { InspectorTab } from '../image/state';
import { INSPECTOR_TABS, PICTURE_TABS, TABLE_TABS } from '../image/state';
import type { Position } from '../image/view';
import { element } from '../ui/dom';
import { CellPanel } from './cell/cell-panel';
import { ColumnPanel } from './column/column-panel';
import type { Context } from './context';
import { HistogramPanel } from './histogram-panel';
import './inspector.css';
import { Pace } from './pace';
import type { Panel } from './panel';
import { PixelsPanel } from './pixels-panel';
import { PlotPanel } from './plot/plot-panel';
import { ProfilesPanel } from './profiles-panel';
import { StatisticsPanel } from './statistics-panel';
import type { TableContext } from './table-context';
import './table-panels.css';
import { Tabs } from './tabs';

/** Milliseconds between two updates for changes of what is on show, and for another pixel. */
const UPDATE_PACE = 200;
const PIXEL_PACE = 50;

/** The tabs beside what is on show. */
const TABS: Readonly<Record<Mode, readonly InspectorTab[]>> = {
  picture: PICTURE_TABS,
  table: TABLE_TABS,
  line: ['header'],
  tree: ['header'],
};

export interface InspectorOptions
  extends Omit<Context, 'focus'>, Pick<TableContext, 'table' | 'onOpenCell' | 'onEnlarge'> {
  /** The header panel; who owns it also fills it. */
  readonly header: HTMLElement;
  /** The tree of an ASDF file. */
  readonly tree: Panel;
  /** The regions drawn on a picture; left out: there is no such tab. */
  readonly regions?: Panel;
  /** The user chose a tab. */
  onTab(tab: InspectorTab): void;
}

/** The panel on the right: the header, and what can be said of a picture or a table, one at a time. */
export class Inspector {
  readonly element: HTMLElement;
  readonly #focus: { pixel: Position | undefined; origin: 0 | 1 } = { pixel: undefined, origin: 1 };
  readonly #panels: Readonly<Record<InspectorTab, Panel>> & {
    readonly statistics: StatisticsPanel;
    readonly column: ColumnPanel;
    readonly plot: PlotPanel;
  };
  readonly #tabs: Tabs;
  readonly #pace = new Pace(() => this.#panels[this.tab].update());
  /** The tab chosen in each mode. */
  readonly #chosen: Record<Mode, InspectorTab> = {
    picture: 'header',
    table: 'header',
    line: 'header',
    tree: 'header',
  };
  readonly #hasRegions: boolean;
  #hasTree = false;
  #mode: Mode = 'picture';
  #shown = true;

  constructor({ header, tree, regions, onTab, ...options }: InspectorOptions) {
    this.#hasRegions = regions !== undefined;
    const context = { ...options, focus: this.#focus };
    this.#panels = {
      header: still(header),
      histogram: new HistogramPanel(context),
      statistics: new StatisticsPanel(context),
      profiles: new ProfilesPanel(context),
      pixels: new PixelsPanel(context),
      column: new ColumnPanel(context),
      plot: new PlotPanel(context),
      cell: new CellPanel(context),
      tree,
      regions: regions ?? still(element('section')),
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

  get mode(): Mode {
    return this.#mode;
  }

  /** What it stands beside. The tab becomes the one last chosen beside such a thing. */
  set mode(mode: Mode) {
    if (mode !== this.#mode) {
      this.#change(() => {
        this.#mode = mode;
      });
    }
  }

  /** Whether there is a tree to show beside what is on show: the tab of it comes and goes. */
  get hasTree(): boolean {
    return this.#hasTree;
  }

  set hasTree(hasTree: boolean) {
    if (hasTree !== this.#hasTree) {
      this.#change(() => {
        this.#hasTree = hasTree;
      });
    }
  }

  get tab(): InspectorTab {
    const tab = this.#chosen[this.#mode];
    return this.#tabsOf(this.#mode).includes(tab) ? tab : 'header';
  }

  /** A tab of another mode is kept for when that comes. */
  set tab(tab: InspectorTab) {
    const modes = (Object.keys(TABS) as Mode[]).filter((mode) => this.#tabsOf(mode).includes(tab));
    const here = modes.includes(this.#mode) ? [this.#mode] : modes;
    this.#change(() => {
      for (const mode of here) {
        this.#chosen[mode] = tab;
      }
    });
  }

  get shown(): boolean {
    return this.#shown;
  }

  /** A collapsed inspector does nothing and asks for nothing. */
  set shown(shown: boolean) {
    if (this.#shown && !shown) {
      this.#pace.cancel();
      this.#panels[this.tab].hide();
    }
    this.#shown = shown;
    this.#ask(0);
  }

  /** Something about what is on show changed. May be called at every frame. */
  update(): void {
    this.#panels.statistics.follow();
    this.#panels.column.follow();
    this.#panels.plot.follow();
    this.#ask(UPDATE_PACE);
  }

  /** The image pixel (0-based) under the cursor, or pinned by the crosshair. */
  setPixel(pixel: Position | undefined): void {
    if (pixel !== undefined) {
      this.#focus.pixel = pixel;
      if (this.tab === 'profiles' || this.tab === 'pixels') {
        this.#ask(PIXEL_PACE);
      }
    }
  }

  /** What the first pixel is counted as. */
  setOrigin(origin: 0 | 1): void {
    this.#focus.origin = origin;
    this.#ask(0);
  }

  #tabsOf(mode: Mode): readonly InspectorTab[] {
    const tabs = TABS[mode].filter((tab) => tab !== 'regions' || this.#hasRegions);
    // The stage has the whole of it already.
    return this.#hasTree && mode !== 'tree' ? ['tree', ...tabs] : tabs;
  }

  #change(change: () => void): void {
    const before = this.tab;
    change();
    if (this.tab !== before) {
      this.#panels[before].hide();
    }
    this.#showTab();
  }

  #showTab(): void {
    this.#tabs.show(this.#tabsOf(this.#mode), this.tab);
    for (const tab of INSPECTOR_TABS) {
      this.#panels[tab].element.hidden = tab !== this.tab;
    }
    this.#ask(0);
  }

  #ask(interval: number): void {
    if (this.#shown) {
      this.#pace.ask(interval);
    }
  }
}

/** A panel that does nothing by itself. */
function still(page: HTMLElement): Panel {
  return { element: page, update: () => undefined, hide: () => undefined };
}
