import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import type { IconName } from '../ui/icons';
import { icon } from '../ui/icons';

export interface NoticeAction {
  readonly label: string;
  readonly primary?: boolean;
  readonly onClick: () => void;
}

export interface NoticeContent {
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string | undefined;
  readonly actions?: readonly NoticeAction[];
  /** Errors are spoken at once; everything else when the reader gets there. */
  readonly urgent?: boolean;
}

function actionButtons(actions: readonly NoticeAction[]): HTMLElement[] {
  return actions.map(
    ({ label, primary, onClick }) =>
      createButton({ label, look: primary === true ? 'primary' : 'secondary', onClick }).element,
  );
}

/** Says in words why there is nothing to see, in the place where it would be. */
export function createNotice(content: NoticeContent): HTMLElement {
  const { title, text, actions = [] } = content;
  return element(
    'div',
    { class: 'notice', attributes: { role: content.urgent === true ? 'alert' : 'status' } },
    [
      icon(content.icon),
      element('p', { class: 'notice-title', text: title }),
      ...(text === undefined ? [] : [element('p', { class: 'notice-text', text })]),
      ...(actions.length === 0
        ? []
        : [element('div', { class: 'notice-actions' }, actionButtons(actions))]),
    ],
  );
}

/** A line over the picture for what failed without taking the picture away. */
export function createBanner(
  message: string,
  actions: readonly NoticeAction[],
  onClose: () => void,
): HTMLElement {
  return element('div', { class: 'banner', attributes: { role: 'alert' } }, [
    icon('warning'),
    element('span', { class: 'banner-text', text: message, title: message }),
    ...actionButtons(actions),
    createButton({ label: 'Dismiss', icon: 'close', onClick: onClose }).element,
  ]);
}
