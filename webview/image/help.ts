import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import type { KeyGroup } from './key-bindings';
import { KEY_BINDINGS } from './key-bindings';
import './help.css';

const GROUPS = [
  'View',
  'Colours',
  'Picture',
  'Over the picture',
  'Panels',
] as const satisfies readonly KeyGroup[];

/** What the mouse and the fingers do; see gestures.ts. */
const GESTURES: readonly (readonly [gesture: string, does: string])[] = [
  ['Drag', 'Move the picture'],
  ['Wheel, pinch', 'Zoom about the pointer'],
  ['Right drag', 'Bias (sideways) and contrast (up and down); Ctrl + drag does the same'],
  ['Right double-click', 'Reset contrast and bias'],
  ['Shift + drag', 'Zoom to a box'],
  ['Click', 'Pin the crosshair while it is shown; on a marker, go to its row'],
  ['Click a region', 'Select it; drag it or its handles to change it'],
  ['Double-click a region', 'Name it'],
  ['Drag with a region tool', 'Draw one; Shift keeps it round or square, a line at 15° steps'],
  ['Click with the polygon tool', 'Add a vertex; on the first one, or twice, close it'],
  ['Drag while measuring', 'Measure; Shift keeps the line level or upright'],
];

/** What regions have while the picture has the focus; see webview/region/region-keys.ts. */
const REGION_KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['Arrows', 'Shift + arrow'], 'Move the selected one by a pixel, by ten'],
  [['Enter'], 'Close the polygon; put one where the keyboard looks'],
  [['Del'], 'Take back a vertex; delete the selected one'],
  [['Ctrl+Z', 'Ctrl+Shift+Z'], 'Undo, redo'],
  [['Ctrl+C', 'Ctrl+V', 'Ctrl+D'], 'Copy, paste, duplicate the selected one'],
  [['Esc'], 'Let go of the polygon, of the tool, of the selection'],
];

/** What the grid does itself, while it has the focus; see webview/table/grid-keys.ts. */
const TABLE_KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['Arrows', 'Page Up', 'Page Down'], 'Move the chosen cell; with Shift, select'],
  [['Ctrl+Home', 'Ctrl+End'], 'First and last cell'],
  [['↑ from the first row'], 'The column heads: Enter sorts, Shift+Enter adds a key, Delete hides'],
  [['Alt+←', 'Alt+→'], 'On a head: narrower, wider; with Shift, move the column'],
  [['Ctrl+Space', 'Shift+Space'], 'Select the column, the row'],
  [['Ctrl+C', 'Ctrl+Shift+C'], 'Copy the selection, with the names of its columns'],
  [['Ctrl+F', 'Ctrl+G'], 'Filter the rows, go to a row'],
  [['Enter'], 'Open the array in the cell as a picture or a plot'],
  [['Shift+F10'], 'What else can be done with the cell'],
];

/** The overview of keys and gestures. Esc and ? close it; what lies below can be used meanwhile. */
export class Help {
  readonly element: HTMLElement;
  /** What had the focus before. */
  #before: Element | null = null;

  constructor() {
    const close = createButton({ label: 'Close', icon: 'close', onClick: () => this.toggle() });
    this.element = element(
      'section',
      {
        class: 'help',
        attributes: {
          popover: 'manual',
          role: 'dialog',
          'aria-label': 'Keys and gestures',
          tabindex: '-1',
        },
      },
      [
        element('header', {}, [element('h2', { text: 'Keys and gestures' }), close.element]),
        element('div', { class: 'help-columns' }, [
          ...GROUPS.map((group) =>
            table(
              group,
              KEY_BINDINGS.filter((binding) => binding.group === group).map(({ shown, does }) => [
                shown,
                does,
              ]),
            ),
          ),
          table('Regions', REGION_KEYS),
          table('Table', TABLE_KEYS),
          table(
            'Mouse and touch',
            GESTURES.map(([gesture, does]) => [[gesture], does]),
          ),
        ]),
      ],
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        this.toggle();
      }
    });
  }

  get #open(): boolean {
    return this.element.matches(':popover-open');
  }

  toggle(): void {
    if (!this.close()) {
      this.#before = document.activeElement;
      this.element.showPopover();
      this.element.focus();
    }
  }

  /** False where it was not open. */
  close(): boolean {
    if (!this.#open) {
      return false;
    }
    const within = this.element.contains(document.activeElement);
    this.element.hidePopover();
    if (within && this.#before instanceof HTMLElement) {
      this.#before.focus();
    }
    return true;
  }
}

function table(
  title: string,
  rows: readonly (readonly [keys: readonly string[], does: string])[],
): HTMLElement {
  return element('section', { class: 'help-group' }, [
    element('h3', { text: title }),
    element(
      'dl',
      {},
      rows.flatMap(([keys, does]) => [
        element(
          'dt',
          {},
          keys.map((key) => element('kbd', { text: key })),
        ),
        element('dd', { text: does }),
      ]),
    ),
  ]);
}
