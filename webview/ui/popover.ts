import { element, setText } from './dom';
import type { IconName } from './icons';
import { icon } from './icons';
import './popover.css';

export interface PopoverOptions {
  /** What the button opens; screen readers hear the text on the button after it. */
  readonly label: string;
  readonly title?: string;
  readonly icon?: IconName;
  /** What assistive technology is told will open. */
  readonly kind: 'menu' | 'dialog';
  readonly content: readonly Node[];
  /** Puts the focus where it belongs, once the popover is open. */
  readonly onOpen: () => void;
}

export interface PopoverControl {
  /** The button, and the popover which belongs beside it in the page. */
  readonly element: HTMLElement;
  /** What is on the button, before its text. */
  readonly button: HTMLButtonElement;
  setText(text: string): void;
  setTitle(title: string): void;
  setDisabled(disabled: boolean): void;
  close(): void;
}

/** Room kept between a popover and the edge of the page, in pixels. */
const MARGIN = 6;

/**
 * A button that opens a small panel below it. The browser's own popovers do the work: they lie over
 * everything, close at a click elsewhere and give the focus back.
 */
export function createPopover(options: PopoverOptions): PopoverControl {
  const { label, kind, content } = options;
  const text = element('span', { class: 'menu-button-text' });
  const button = element(
    'button',
    {
      class: 'menu-button',
      title: options.title ?? label,
      attributes: { type: 'button', 'aria-haspopup': kind, 'aria-label': label },
    },
    [...(options.icon === undefined ? [] : [icon(options.icon)]), text, icon('open')],
  );
  const role = kind === 'dialog' ? { role: 'dialog', 'aria-label': label } : {};
  const panel = element('div', { class: 'popover', attributes: { popover: 'auto', ...role } }, [
    ...content,
  ]);
  button.popoverTargetElement = panel;
  button.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      panel.showPopover();
    }
  });
  panel.addEventListener('beforetoggle', (event) => {
    if (event.newState === 'open') {
      placeBelow(button, panel);
      window.addEventListener('keydown', closeFromElsewhere, true);
    } else {
      window.removeEventListener('keydown', closeFromElsewhere, true);
    }
  });
  panel.addEventListener('toggle', (event) => {
    button.setAttribute('aria-expanded', String(event.newState === 'open'));
    if (event.newState === 'open') {
      options.onOpen();
    }
  });
  const close = (): void => {
    const focused = document.activeElement;
    panel.hidePopover();
    if (focused === document.body || panel.contains(focused)) {
      button.focus();
    }
  };
  // Where the focus is on the button, or nowhere since what had it got disabled, the picture would take the key.
  const closeFromElsewhere = (event: KeyboardEvent): void => {
    const isWithin = event.target instanceof Node && panel.contains(event.target);
    if (event.key === 'Escape' && !isWithin && panel.matches(':popover-open')) {
      event.preventDefault();
      close();
    }
  };
  panel.addEventListener('keydown', (event) => {
    // Taken here, so that it closes the popover and does nothing to the picture.
    if (event.key === 'Escape') {
      event.preventDefault();
      close();
    }
  });
  // In a narrower page the button is elsewhere, or gone.
  window.addEventListener('resize', () => panel.hidePopover());
  return {
    element: element('div', { class: 'menu' }, [button, panel]),
    button,
    setText: (shown) => {
      setText(text, shown);
      button.setAttribute('aria-label', shown === '' ? label : `${label}: ${shown}`);
    },
    setTitle: (title) => {
      button.title = title;
    },
    setDisabled: (disabled) => {
      button.disabled = disabled;
    },
    close,
  };
}

/** Left edges in line, or the right ones where the button is in the right half of the page. */
function placeBelow(button: HTMLElement, panel: HTMLElement): void {
  const { left, right, bottom } = button.getBoundingClientRect();
  const { innerWidth: width, innerHeight: height } = window;
  const alignLeft = left + right < width;
  panel.style.left = alignLeft ? `${Math.max(left, MARGIN)}px` : 'auto';
  panel.style.right = alignLeft ? 'auto' : `${Math.max(width - right, MARGIN)}px`;
  panel.style.top = `${bottom + 2}px`;
  panel.style.maxHeight = `${height - bottom - 2 - MARGIN}px`;
}
