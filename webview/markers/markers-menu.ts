import { element } from '../ui/dom';
import type { PopoverControl } from '../ui/popover';
import { createPopover } from '../ui/popover';
import { ChoiceRow } from './choice-row';
import type { ChoiceShape } from './choice-tool';
import type { OverlayRow } from './overlay-row';
import { createOverlayRow } from './overlay-row';
import type { TableChoice } from './table-choice';
import type { TableOverlay } from './table-overlay';

const LABEL = 'Markers';

/** The menu of the tables that lie over the picture. */
export class MarkersMenu {
  readonly #list = element('div', { attributes: { role: 'list', 'aria-label': 'Tables shown' } });
  readonly #rows = new Map<TableOverlay, OverlayRow>();
  readonly #popover: PopoverControl;
  readonly #onDelete: (overlay: TableOverlay) => void;
  readonly #chosen: ChoiceRow;

  constructor(
    choice: TableChoice,
    actions: {
      readonly onOpen: () => void;
      readonly onDelete: (overlay: TableOverlay) => void;
      /** Rows are to be chosen on the picture. */
      readonly onShape: (shape: ChoiceShape) => void;
      readonly onClear: () => void;
    },
  ) {
    this.#onDelete = actions.onDelete;
    this.#chosen = new ChoiceRow({
      onShape: (shape) => {
        this.#popover.close();
        actions.onShape(shape);
      },
      onClear: actions.onClear,
    });
    this.#popover = createPopover({
      label: LABEL,
      icon: 'markers',
      title: `${LABEL}: rows of tables over the picture`,
      kind: 'dialog',
      content: [
        element('div', { class: 'markers-panel' }, [
          this.#list,
          this.#chosen.element,
          choice.element,
        ]),
      ],
      onOpen: () => {
        actions.onOpen();
        choice.focus();
      },
    });
    this.#popover.button.setAttribute('aria-label', LABEL);
  }

  get element(): HTMLElement {
    return this.#popover.element;
  }

  /** There is nothing to lay markers over. */
  set hidden(hidden: boolean) {
    if (hidden) {
      this.#popover.close();
    }
    this.#popover.element.hidden = hidden;
  }

  update(overlays: readonly TableOverlay[], thinning: number): void {
    for (const [overlay, row] of this.#rows) {
      if (!overlays.includes(overlay)) {
        row.element.remove();
        this.#rows.delete(overlay);
      }
    }
    for (const overlay of overlays) {
      let row = this.#rows.get(overlay);
      if (row === undefined) {
        row = createOverlayRow(overlay, () => this.#onDelete(overlay));
        this.#rows.set(overlay, row);
        this.#list.append(row.element);
      }
      row.update(thinning);
    }
    const on = overlays.filter(({ shown }) => shown).length;
    this.#popover.button.setAttribute('aria-label', on === 0 ? LABEL : `${LABEL}: ${on} shown`);
  }

  /** See `ChoiceRow.show`. */
  showChosen(possible: boolean, chosen: number, shape: ChoiceShape | undefined): void {
    this.#chosen.show(possible, chosen, shape);
  }

  /** Shows the columns of a table, to be chosen. */
  expand(overlay: TableOverlay): void {
    this.#rows.get(overlay)?.expand();
  }
}
