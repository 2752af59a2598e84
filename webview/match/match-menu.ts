import type { MatchRef } from '../../src/protocol/match';
import { createButton } from '../ui/button';
import { createCheckbox } from '../ui/checkbox';
import { element, setText } from '../ui/dom';
import { createPopover } from '../ui/popover';
import { createSlider } from '../ui/slider';
import { createCandidateList } from './candidate-list';
import type { Candidate, CandidateGroup } from './candidates';
import { LEAST_INTERVAL, MOST_INTERVAL } from './match-state';

const LABEL = 'Compare';

export interface MatchMenuActions {
  choose(candidate: Candidate | undefined): void;
  toggle(): void;
  setBlinking(on: boolean): void;
  setInterval(seconds: number): void;
  setLinked(on: boolean): void;
  /** The menu is open: what there is to choose may have changed. */
  onOpen(): void;
}

export interface MatchMenuState {
  readonly groups: readonly CandidateGroup[];
  readonly chosen: MatchRef | undefined;
  /** `A`, `B`; undefined where there are not two. */
  readonly shown: 'A' | 'B' | undefined;
  readonly blinking: boolean;
  readonly interval: number;
  readonly linked: boolean;
  /** Other viewers that are linked. */
  readonly others: number;
  /** What went wrong, or what is under way. */
  readonly note: string;
}

export interface MatchMenu {
  readonly element: HTMLElement;
  show(state: MatchMenuState): void;
}

/** The menu for comparing the picture with others: by blinking, and by looking at the same place. */
export function createMatchMenu(actions: MatchMenuActions): MatchMenu {
  const list = createCandidateList((candidate) => actions.choose(candidate));
  const note = element('p', { class: 'popover-note match-note', attributes: { role: 'status' } });
  const swap = createButton({
    label: 'Show the other one',
    text: 'Swap',
    icon: 'swap',
    look: 'secondary',
    onClick: () => actions.toggle(),
  });
  const blink = createCheckbox({
    label: 'Blink',
    title: 'Shows both in turns',
    onChange: (on) => actions.setBlinking(on),
  });
  const interval = createSlider({
    label: 'Every',
    title: 'How long each is shown',
    min: LEAST_INTERVAL,
    max: MOST_INTERVAL,
    step: 0.25,
    onInput: (seconds) => actions.setInterval(seconds),
  });
  const link = createCheckbox({
    label: 'Link views by sky',
    title: 'All linked viewers look at the same place on the sky, at the same scale',
    onChange: (on) => actions.setLinked(on),
  });
  const others = element('span', { class: 'match-others' });
  const pair = element('div', { class: 'popover-part match-pair' }, [blink.element, swap.element]);
  const pace = element('div', { class: 'popover-part' }, [interval.element]);
  const popover = createPopover({
    label: LABEL,
    icon: 'compare',
    title: `${LABEL}: blinks with another image, matched on the sky, and links viewers`,
    kind: 'dialog',
    content: [
      element('div', { class: 'match-title', text: 'Blink with' }),
      list.element,
      note,
      pair,
      pace,
      element('div', { class: 'popover-part match-link' }, [link.element, others]),
    ],
    onOpen: () => {
      actions.onOpen();
      list.focus();
    },
  });
  popover.button.classList.add('match-choice');
  return {
    element: popover.element,
    show: (state) => {
      const { shown, blinking } = state;
      list.show(state.groups, state.chosen);
      setText(note, state.note);
      pair.hidden = shown === undefined;
      pace.hidden = shown === undefined;
      blink.setChecked(blinking);
      interval.setValue(state.interval, `${state.interval} s`);
      link.setChecked(state.linked);
      setText(others, state.linked ? othersText(state.others) : '');
      popover.setText(shown ?? '');
      popover.button.classList.toggle('match-linked', state.linked);
      popover.button.setAttribute('aria-label', buttonLabel(state));
    },
  };
}

function othersText(others: number): string {
  const viewers = others === 1 ? 'viewer' : 'viewers';
  return others === 0 ? 'no other viewer is linked' : `with ${others} other ${viewers}`;
}

function buttonLabel({ shown, linked }: MatchMenuState): string {
  const sides = shown === undefined ? 'one picture' : `picture ${shown} of A and B`;
  return `${LABEL}: ${sides}${linked ? ', linked' : ''}`;
}
