import { formatCount } from '../../src/protocol/figures';
import type { RegionSystem } from '../../src/protocol/region';
import { Pace } from '../inspector/pace';
import { Page } from '../inspector/page';
import type { Panel } from '../inspector/panel';
import type { OverlayStand, ShownPlane } from '../overlay/stand';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { MenuControl } from '../ui/menu';
import { createMenu } from '../ui/menu';
import type { RegionTool } from './drawn-shape';
import type { FileNewsBox } from './file-news';
import { MOST_KEPT } from './kept-regions';
import { RegionDetail } from './region-detail';
import type { RegionFiles } from './region-files';
import { listenToUndoKeys } from './region-keys';
import { RegionList } from './region-list';
import type { RegionModel } from './region-model';
import { RegionProfile } from './region-profile';
import { RegionStatistics } from './region-statistics';
import { TOOL_HINTS, countText, regionName } from './region-words';
import './regions.css';
import { centreOf } from './shape-geometry';
import { createToolRow } from './tool-row';

/** Milliseconds between two updates while something is dragged. */
const PACE = 30;

export interface PanelOptions {
  readonly stand: OverlayStand;
  readonly model: RegionModel;
  readonly files: RegionFiles;
  readonly news: FileNewsBox;
  /** What the pointer draws; undefined while it is another tool's. */
  tool(): RegionTool | undefined;
  onTool(tool: RegionTool): void;
  /** The picture that is seen. */
  shown(): ShownPlane | undefined;
  /** Its name, while there are two that take turns. */
  shownName(): string | undefined;
  origin(): 0 | 1;
}

/** The tab of the regions: tools, the list, the selected one with its numbers and profile. */
export class RegionPanel implements Panel {
  readonly element: HTMLElement;
  readonly #options: PanelOptions;
  readonly #page: Page;
  readonly #tools: ReturnType<typeof createToolRow>;
  readonly #hint = element('p', { class: 'page-note', attributes: { 'data-field': 'hint' } });
  readonly #count = element('span', { class: 'page-note', attributes: { 'data-field': 'count' } });
  readonly #undo: ReturnType<typeof createButton>;
  readonly #redo: ReturnType<typeof createButton>;
  readonly #save: ReturnType<typeof createSaveMenu>;
  readonly #clear: ReturnType<typeof createButton>;
  readonly #list: RegionList;
  readonly #detail: RegionDetail;
  readonly #side = element('p', { class: 'page-note', attributes: { 'data-field': 'side' } });
  readonly #statistics: RegionStatistics;
  readonly #profile: RegionProfile;
  readonly #pace = new Pace(() => this.#inSight && this.update());
  #inSight = false;

  constructor(options: PanelOptions) {
    const { stand, model, files } = options;
    this.#options = options;
    this.#tools = createToolRow(options.onTool);
    this.#undo = createButton({
      label: 'Undo',
      icon: 'undo',
      title: 'Undo (Ctrl+Z)',
      onClick: () => model.undo(),
    });
    this.#redo = createButton({
      label: 'Redo',
      icon: 'redo',
      title: 'Redo (Ctrl+Shift+Z)',
      onClick: () => model.redo(),
    });
    const open = createButton({
      label: 'Open region file…',
      text: 'Open…',
      title: 'Open region file…: adds the regions of a DS9 region file',
      onClick: () => void files.open(),
    });
    this.#save = createSaveMenu((system) => void files.save(system));
    this.#clear = createButton({
      label: 'Delete all regions',
      text: 'Delete all',
      onClick: () => {
        model.removeAll();
        this.#giveFocus();
      },
    });
    this.#detail = new RegionDetail(model, () => this.#giveFocus());
    this.#list = new RegionList(model, {
      onChoose: (index) => {
        const shape = model.regions[index]?.shape;
        if (shape !== undefined) {
          stand.picture.reveal(centreOf(shape));
        }
      },
      onName: () => this.focusName(),
      onEmpty: () => this.#giveFocus(),
    });
    this.#statistics = new RegionStatistics(stand.host, (text, what) => stand.copy(text, what));
    this.#profile = new RegionProfile(stand.host);
    this.#page = new Page('Regions', [
      element('div', { class: 'region-head' }, [
        this.#tools.element,
        element('span', { class: 'spacer' }),
        this.#undo.element,
        this.#redo.element,
      ]),
      this.#hint,
      element('div', { class: 'page-tools region-files' }, [
        open.element,
        this.#save.element,
        this.#clear.element,
        element('span', { class: 'spacer' }),
        this.#count,
      ]),
      options.news.element,
      this.#list.element,
      this.#detail.element,
      this.#side,
      this.#statistics.element,
      this.#profile.element,
    ]);
    this.element = this.#page.element;
    listenToUndoKeys(this.element, model);
    model.onChange(() => this.#pace.ask(PACE));
  }

  update(): void {
    this.#inSight = true;
    const { model, ...options } = this.#options;
    const shown = options.shown();
    this.#page.say(
      shown === undefined
        ? { icon: 'picture', title: 'No picture', text: 'There is nothing to draw on here.' }
        : undefined,
    );
    const { regions, selected, selectedRegion } = model;
    const tool = options.tool();
    const count = regions.length;
    this.#tools.setValue(tool);
    setText(this.#hint, TOOL_HINTS[tool ?? 'select']);
    setText(this.#count, countNote(count));
    this.#undo.setDisabled(!model.canUndo);
    this.#redo.setDisabled(!model.canRedo);
    this.#save.setDisabled(count === 0);
    this.#clear.setDisabled(count === 0);
    this.#list.update(options.origin());
    this.#detail.update(options.origin());
    if (shown !== undefined) {
      const settled = !model.editing;
      const side = options.shownName();
      setText(this.#side, sideNote(side, shown.ref.match !== undefined));
      this.#side.hidden = side === undefined || selectedRegion === undefined;
      const of =
        selectedRegion !== undefined && selected !== undefined
          ? {
              shape: selectedRegion.shape,
              index: selected,
              name: regionName(selectedRegion, selected),
              side,
              settled,
            }
          : undefined;
      this.#statistics.update(shown, of);
      this.#profile.update(shown, of);
    }
  }

  /** Lets the user name the selected one, once the panel is in sight. */
  focusName(): void {
    this.update();
    this.#detail.focusName();
  }

  /** What had the focus is gone: the list has it, or the picture where the list is empty. */
  #giveFocus(): void {
    this.update();
    if (this.#options.model.regions.length === 0) {
      this.#options.stand.picture.canvas.focus();
    } else {
      this.#list.focus();
    }
  }

  hide(): void {
    this.#inSight = false;
    this.#pace.cancel();
    this.#statistics.hide();
    this.#profile.hide();
  }
}

/** Of which picture the numbers are, where two take turns: `Of picture B: ERR, on the pixels of A`. */
function sideNote(name: string | undefined, isMatched: boolean): string {
  return name === undefined
    ? ''
    : isMatched
      ? `Of picture B: ${name}, on the pixels of A`
      : `Of picture A: ${name}`;
}

/** Beyond what is kept, that is said: who closes the editor would lose the rest. */
function countNote(count: number): string {
  return count > MOST_KEPT
    ? `${countText(count)}; ${formatCount(MOST_KEPT)} stay when the editor is closed`
    : count === 0
      ? ''
      : countText(count);
}

function createSaveMenu(
  onSave: (system: RegionSystem) => void,
): MenuControl<'image' | 'own' | 'ICRS' | 'FK5' | 'Galactic'> {
  const item = (system: RegionSystem, label: string): { label: string; onChoose: () => void } => ({
    label,
    onChoose: () => onSave(system),
  });
  const menu = createMenu({
    label: 'Save region file',
    title: 'Save region file…: all regions, in the coordinates you choose',
    items: {
      image: item('image', 'In pixels…'),
      own: item('own', 'In the frame of the image…'),
      ICRS: item('ICRS', 'In ICRS…'),
      FK5: item('FK5', 'In FK5 (J2000)…'),
      Galactic: item('Galactic', 'In Galactic coordinates…'),
    },
  });
  menu.setText('Save…');
  return menu;
}
