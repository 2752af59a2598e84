import { element } from '../ui/dom';
import type { IconName } from '../ui/icons';
import { icon } from '../ui/icons';
import type { RegionTool } from './drawn-shape';
import { REGION_TOOLS } from './drawn-shape';
import { TOOL_NAMES } from './region-words';

export const TOOL_ICONS: Readonly<Record<RegionTool, IconName>> = {
  select: 'select',
  point: 'point',
  circle: 'circle',
  annulus: 'annulus',
  ellipse: 'ellipse',
  box: 'rectangle',
  polygon: 'polygon',
  line: 'segment',
};

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
};

export interface ToolRow {
  readonly element: HTMLElement;
  /** Undefined where the pointer is another tool's. */
  setValue(tool: RegionTool | undefined): void;
}

/** What the pointer draws: one of a row of buttons; arrow keys choose at once. */
export function createToolRow(onChoose: (tool: RegionTool) => void): ToolRow {
  const buttons = REGION_TOOLS.map((tool) =>
    element(
      'button',
      {
        class: 'region-tool',
        title: TOOL_NAMES[tool],
        attributes: {
          type: 'button',
          role: 'radio',
          'aria-label': TOOL_NAMES[tool],
          'data-tool': tool,
        },
      },
      [icon(TOOL_ICONS[tool])],
    ),
  );
  const row = element(
    'div',
    { class: 'region-tools', attributes: { role: 'radiogroup', 'aria-label': 'Region tool' } },
    buttons,
  );
  buttons.forEach((button, at) => {
    button.addEventListener('click', () => onChoose(REGION_TOOLS[at] ?? 'select'));
  });
  row.addEventListener('keydown', (event) => {
    const at = buttons.findIndex((button) => button === document.activeElement);
    const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
    if (step !== undefined && at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      const to = (at + step + buttons.length) % buttons.length;
      buttons[to]?.focus();
      onChoose(REGION_TOOLS[to] ?? 'select');
    }
  });
  return {
    element: row,
    setValue: (tool) =>
      buttons.forEach((button, at) => {
        const isChosen = REGION_TOOLS[at] === tool;
        button.setAttribute('aria-checked', String(isChosen));
        button.tabIndex = isChosen || (tool === undefined && at === 0) ? 0 : -1;
      }),
  };
}
