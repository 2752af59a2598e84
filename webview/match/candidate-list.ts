import type { MatchRef } from '../../src/protocol/match';
import { element } from '../ui/dom';
import { icon } from '../ui/icons';
import { rove } from '../ui/roving';
import type { Candidate, CandidateGroup } from './candidates';
import { sameMatch } from './candidates';

export interface CandidateList {
  readonly element: HTMLElement;
  show(groups: readonly CandidateGroup[], chosen: MatchRef | undefined): void;
  focus(): void;
}

/** The pictures to compare with, by file; of all one is chosen, or none. */
export function createCandidateList(
  onChoose: (candidate: Candidate | undefined) => void,
): CandidateList {
  const list = element('div', {
    class: 'menu-list match-list',
    attributes: { role: 'radiogroup', 'aria-label': 'Compare with' },
  });
  let rows: { readonly row: HTMLElement; readonly candidate: Candidate | undefined }[] = [];
  let shown = '';
  const indexOf = (target: EventTarget | null): number =>
    rows.findIndex(({ row }) => target instanceof Node && row.contains(target));
  const choose = (at: number): void => {
    const found = rows[at];
    if (found !== undefined) {
      onChoose(found.candidate);
    }
  };
  list.addEventListener('click', (event) => choose(indexOf(event.target)));
  list.addEventListener('keydown', (event) => {
    const at = indexOf(document.activeElement);
    const to = rove(event.key, at, rows.length);
    if (to !== undefined) {
      // Only walks: each choice would read a picture.
      event.preventDefault();
      rows[to]?.row.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose(at);
    }
  });
  const rowOf = (candidate: Candidate | undefined, chosen: boolean): HTMLElement => {
    const row = element(
      'div',
      {
        class: 'menu-row',
        title: candidate?.detail ?? 'Shows one picture',
        attributes: {
          role: 'radio',
          'aria-checked': String(chosen),
          'aria-label': candidate?.label ?? 'None',
          tabindex: chosen ? '0' : '-1',
        },
      },
      [
        element('span', { class: 'row-check' }, [icon('check')]),
        element('span', { class: 'row-label', text: candidate?.name ?? 'None' }),
        element('span', { class: 'match-detail', text: candidate?.detail ?? '' }),
      ],
    );
    rows.push({ row, candidate });
    return row;
  };
  return {
    element: list,
    show: (groups, chosen) => {
      // Told anew with each turn of blinking: what stays as it is keeps its focus.
      const key = JSON.stringify([groups, chosen]);
      if (key === shown) {
        return;
      }
      shown = key;
      const focused = rows[indexOf(document.activeElement)];
      rows = [];
      const isChosen = ({ ref }: Candidate): boolean =>
        chosen !== undefined && sameMatch(ref, chosen);
      const any = groups.some(({ candidates }) => candidates.some(isChosen));
      list.replaceChildren(
        rowOf(undefined, !any),
        ...groups.flatMap(({ heading, candidates, absence }) => [
          element('div', {
            class: 'match-heading',
            text: heading,
            title: heading,
            attributes: { role: 'presentation' },
          }),
          ...(absence === undefined
            ? []
            : [element('div', { class: 'match-none', text: absence })]),
          ...candidates.map((each) => rowOf(each, isChosen(each))),
        ]),
      );
      const label = focused?.candidate?.label;
      if (focused !== undefined) {
        rows.find(({ candidate }) => candidate?.label === label)?.row.focus();
      }
    },
    focus: () => rows.find(({ row }) => row.tabIndex === 0)?.row.focus(),
  };
}
