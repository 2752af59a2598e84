import { formatBytes } from '../../src/protocol/figures';
import { createButton } from '../ui/button';
import { createCheckbox } from '../ui/checkbox';
import { element, setText } from '../ui/dom';
import { createOverlayDetails } from './overlay-details';
import { sourceName, statusWords } from './overlay-words';
import { createSwatch } from './symbol-swatch';
import type { TableOverlay } from './table-overlay';

export interface OverlayRow {
  readonly element: HTMLElement;
  /** @param thinning how many markers one on the screen stands for. */
  update(thinning: number): void;
  /** Shows its columns and its look. */
  expand(): void;
}

/** A table over the picture in the list of those: on or off, what it is, what can be done with it. */
export function createOverlayRow(overlay: TableOverlay, onDelete: () => void): OverlayRow {
  const name = sourceName(overlay.source);
  const swatch = createSwatch();
  const shown = createCheckbox({
    label: name,
    title: `Shows the rows of ${name} over the picture`,
    onChange: (checked) => (overlay.shown = checked),
  });
  const details = createOverlayDetails(overlay);
  details.element.hidden = true;
  const toggle = createButton({
    label: `Columns and look of ${name}`,
    icon: 'open',
    onClick: () => open(details.element.hidden !== false),
  });
  const open = (expanded: boolean): void => {
    details.element.hidden = !expanded;
    toggle.element.setAttribute('aria-expanded', String(expanded));
    toggle.element.classList.toggle('markers-open', expanded);
  };
  open(false);
  const remove = createButton({ label: `Remove ${name}`, icon: 'close', onClick: onDelete });
  const words = element('p', { class: 'markers-status', attributes: { role: 'status' } });
  const bar = element('progress', {
    class: 'markers-progress',
    attributes: { max: '1', 'aria-label': `Reading ${name}` },
  });
  const read = createButton({ label: 'Read', look: 'primary', onClick: () => overlay.read() });
  const cancel = createButton({ label: 'Cancel', onClick: () => overlay.cancel() });
  const retry = createButton({ label: 'Try Again', onClick: () => overlay.retry() });
  const actions = element('div', { class: 'markers-actions' }, [
    ...[bar, read.element, cancel.element, retry.element],
  ]);
  return {
    element: element(
      'div',
      { class: 'markers-overlay', attributes: { role: 'listitem', 'aria-label': name } },
      [
        element('div', { class: 'markers-head' }, [
          ...[shown.element, swatch.element, toggle.element, remove.element],
        ]),
        words,
        actions,
        details.element,
      ],
    ),
    expand: () => open(true),
    update: (thinning) => {
      const { status, columns, style } = overlay;
      shown.setChecked(overlay.shown);
      swatch.show(style);
      setText(words, overlay.shown ? statusWords(status, columns, thinning) : 'Not shown');
      words.classList.toggle('markers-failed', overlay.shown && status.kind === 'failed');
      const complete = columns?.longitude !== undefined && columns.latitude !== undefined;
      const loading = status.kind === 'loading' || status.kind === 'looking';
      bar.hidden = !loading;
      if (status.kind === 'loading') {
        bar.value = status.done;
      } else {
        bar.removeAttribute('value');
      }
      cancel.element.hidden = !loading;
      read.element.hidden = !(status.kind === 'asking' && complete);
      read.element.title =
        status.kind === 'asking' ? `Reads ${formatBytes(status.bytes)}` : 'Reads its positions';
      retry.element.hidden = !(status.kind === 'failed' && status.trouble.retryable);
      actions.hidden =
        !overlay.shown || (bar.hidden && read.element.hidden && retry.element.hidden);
      details.update();
    },
  };
}
