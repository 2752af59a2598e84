import type { CatalogReply, CatalogRequest } from '../../../src/protocol/catalog';
import { element } from '../../ui/dom';
import type { SelectControl } from '../../ui/select';
import { createSelect } from '../../ui/select';

type Position = NonNullable<CatalogRequest['position']>;

/** Which columns say where a row lies on the sky. */
export class PositionChoice {
  readonly element: HTMLElement;
  readonly #ra: SelectControl<string>;
  readonly #dec: SelectControl<string>;

  constructor(onChange: () => void) {
    this.#ra = createSelect<string>({ label: 'Column of right ascension', onChange });
    this.#dec = createSelect<string>({ label: 'Column of declination', onChange });
    this.element = element('div', { class: 'region-part position-choice' }, [
      element('div', { class: 'region-line' }, [caption('RA in'), this.#ra.element]),
      element('div', { class: 'region-line' }, [caption('Dec in'), this.#dec.element]),
    ]);
  }

  /** Undefined unless both are chosen. */
  get value(): Position | undefined {
    const [ra, dec] = [this.#ra.value ?? '', this.#dec.value ?? ''];
    return ra === '' || dec === '' ? undefined : { ra, dec };
  }

  show(
    { columns, position }: Pick<CatalogReply, 'columns' | 'position'>,
    chosen: Position | undefined,
  ): void {
    const choices = [
      { value: '', label: 'choose a column' },
      ...columns
        .filter(({ numeric, list }) => numeric && !list)
        .map(({ name, unit }) => ({
          value: name,
          label: unit === '' ? name : `${name} (${unit})`,
        })),
    ];
    const there = (name: string | undefined): string =>
      choices.find(({ value }) => value === name)?.value ?? '';
    const usual = chosen !== undefined && there(chosen.ra) !== '' ? chosen : position;
    this.#ra.setChoices(choices, there(usual?.ra));
    this.#dec.setChoices(choices, there(usual?.dec));
  }

  focus(): void {
    this.#ra.element.focus();
  }
}

function caption(text: string): HTMLElement {
  return element('span', { class: 'region-caption', text, attributes: { 'aria-hidden': 'true' } });
}
