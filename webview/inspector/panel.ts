import type { NoticeContent } from '../image/notice';
import type { Subject } from './subject';

/** One tab of the inspector. */
export interface Panel {
  readonly element: HTMLElement;
  /** Brings it in line with what it looks at; called only while it is in sight. */
  update(): void;
  /** It went out of sight: whatever it asked for by itself is not wanted any more. */
  hide(): void;
}

/** Said in place of a panel that has no picture to look at, or none yet; else undefined. */
export function absenceOf({ plane, valuesKind, ref }: Subject): NoticeContent | undefined {
  if (plane === undefined || ref === undefined) {
    return { icon: 'picture', title: 'No picture', text: 'There are no pixels to look at here.' };
  }
  if (valuesKind === undefined) {
    return { icon: 'picture', title: 'Still reading', text: 'The first values are on their way.' };
  }
  return undefined;
}

/** Said in place of what can only be drawn of numbers. */
export const NO_VALUES: NoticeContent = {
  icon: 'picture',
  title: 'No finite values',
  text: 'Every pixel read so far is missing (NaN) or infinite.',
};

export const NO_PIXEL: NoticeContent = {
  icon: 'picture',
  title: 'No pixel chosen',
  text: 'Point at the picture, or move over it with the arrow keys.',
};
