import type { SkyFrame } from '../../src/protocol/position';
import { SKY_FRAMES } from '../../src/protocol/position';
import type { SkyReply } from '../../src/protocol/sky';
import { createButton } from '../ui/button';
import { createCheckbox } from '../ui/checkbox';
import { createChoices } from '../ui/choices';
import { element, setText } from '../ui/dom';
import { createPopover } from '../ui/popover';
import type { SkyStyle } from './position-words';
import { scaleWords } from './angle-words';
import type { SkyModel } from './sky-model';
import { FRAME_LABELS } from './sky-state';

export interface SkyMenuActions {
  onOpen(): void;
  onGoTo(): void;
  onMeasure(): void;
}

export interface SkyMenu {
  readonly element: HTMLElement;
  /** Brings it in line with the model and with what is known of the coordinates. */
  update(reply: SkyReply | undefined, measuring: boolean): void;
}

const NO_SKY = 'This image has no celestial coordinates.';

/** The menu of what is shown of the sky. What an image without coordinates cannot have is disabled, and why. */
export function createSkyMenu(model: SkyModel, actions: SkyMenuActions): SkyMenu {
  const grid = createCheckbox({
    label: 'Coordinate grid',
    title: 'Lines of equal longitude and latitude over the picture',
    onChange: (on) => model.change({ grid: on }),
  });
  const compass = createCheckbox({
    label: 'Compass',
    title: 'Where north and east are in the middle of the view',
    onChange: (on) => model.change({ compass: on }),
  });
  const scaleBar = createCheckbox({
    label: 'Scale bar',
    title: 'How long an angle is in the middle of the view',
    onChange: (on) => model.change({ scaleBar: on }),
  });
  const frames = createChoices<SkyFrame>({
    label: 'Frame',
    choices: SKY_FRAMES.map((frame) => ({ value: frame, label: FRAME_LABELS[frame] })),
    onChoose: (frame) => model.change({ frame }),
  });
  const styles = createChoices<SkyStyle>({
    label: 'Angles',
    choices: [
      { value: 'sexagesimal', label: 'Hours, minutes, seconds' },
      { value: 'degrees', label: 'Degrees' },
    ],
    onChoose: (style) => model.change({ style }),
  });
  const goTo = createButton({
    label: 'Go to coordinate or name…',
    onClick: () => {
      popover.close();
      actions.onGoTo();
    },
  });
  const measure = createButton({
    label: 'Measure',
    title: 'Distance and position angle between two places',
    onClick: () => {
      popover.close();
      actions.onMeasure();
    },
  });
  /** What has the focus first. */
  let first = grid.element;
  const about = element('p', { class: 'popover-note sky-about', attributes: { role: 'status' } });
  const heading = (text: string): HTMLElement =>
    element('div', { class: 'sky-heading', text, attributes: { 'aria-hidden': 'true' } });
  const choices = element('div', { class: 'sky-choices' }, [
    heading('Frame'),
    frames.element,
    heading('Angles'),
    styles.element,
  ]);
  const popover = createPopover({
    label: 'Sky',
    icon: 'sky',
    title: 'Sky: grid, compass, frame, places and distances',
    kind: 'dialog',
    content: [
      element('div', { class: 'popover-part sky-layers' }, [
        grid.element,
        compass.element,
        scaleBar.element,
      ]),
      choices,
      element('div', { class: 'popover-part sky-commands' }, [goTo.element, measure.element]),
      about,
    ],
    onOpen: () => {
      actions.onOpen();
      first.focus();
    },
  });
  popover.button.classList.add('sky-choice');
  popover.button.setAttribute('aria-label', 'Sky');

  const update: SkyMenu['update'] = (reply, measuring) => {
    const { state, shown } = model;
    const hasSky = reply === undefined || reply.frame !== undefined;
    popover.setDisabled(shown === undefined);
    grid.setChecked(state.grid && hasSky);
    compass.setChecked(state.compass && hasSky);
    scaleBar.setChecked(state.scaleBar);
    const hadFocus = [grid, compass].some((each) => each.element === document.activeElement);
    for (const each of [grid, compass]) {
      each.element.toggleAttribute('disabled', !hasSky);
    }
    first = (hasSky ? grid : scaleBar).element;
    if (hadFocus && !hasSky) {
      first.focus();
    }
    choices.hidden = !hasSky;
    frames.setValue(state.frame);
    styles.setValue(state.style);
    measure.setPressed(measuring);
    setText(about, reply === undefined ? '' : aboutWords(reply));
  };
  update(undefined, false);
  return { element: popover.element, update };
}

/** `ICRS · TAN with SIP distortion · 0.0312″/px`, and what is odd about it; or why there is nothing. */
function aboutWords({ frame, projection, scale, problems }: SkyReply): string {
  if (frame === undefined) {
    const reasons = problems.filter((problem) => problem !== '');
    return reasons.length === 0 ? NO_SKY : reasons.join(' ');
  }
  const parts = [frame, projection, ...(scale === undefined ? [] : [scaleWords(scale)])];
  return [parts.filter((part) => part !== '').join(' · '), ...problems].join('. ');
}
