import type { OpenFile } from '../../src/protocol/match';
import type { HduLine } from '../../src/protocol/methods';
import { hduName } from '../image/hdu';
import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import { createSelect } from '../ui/select';
import { sourceName } from './overlay-words';
import type { OverlaySource } from './overlay-source';

/** The tables that can be laid over the picture, of which one is chosen and added. */
export class TableChoice {
  readonly #select = createSelect<string>({
    label: 'Table to add',
    onChange: () => undefined,
  });
  readonly #add = createButton({
    label: 'Add table',
    text: 'Add',
    onClick: () => {
      const source = this.#sources[Number(this.#select.value ?? NaN)];
      if (source !== undefined) {
        this.#onAdd(source);
      }
    },
  });
  readonly #none = element('p', {
    class: 'popover-note',
    text: 'Neither this file nor another open one has a table to show as markers.',
  });
  readonly element = element('div', { class: 'markers-choice' }, [
    this.#none,
    element('div', { class: 'popover-part' }, [this.#select.element, this.#add.element]),
  ]);
  readonly #onAdd: (source: OverlaySource) => void;
  #sources: readonly OverlaySource[] = [];

  constructor(onAdd: (source: OverlaySource) => void) {
    this.#onAdd = onAdd;
    this.show([], []);
  }

  /** @param lines of this file. */
  show(lines: readonly HduLine[], files: readonly OpenFile[]): void {
    this.#sources = [...tablesOf(lines), ...files.flatMap((file) => tablesOf(file.lines, file))];
    const before = this.#select.value;
    const choices = this.#sources.map((source, at) => ({
      value: String(at),
      label: sourceName(source),
    }));
    this.#select.setChoices(choices, choices[Number(before ?? 0)]?.value ?? choices[0]?.value);
    this.#none.hidden = choices.length > 0;
    (this.#select.element.parentElement as HTMLElement).hidden = choices.length === 0;
  }

  /** The table of a result of a catalogue; undefined where it is not listed. */
  sourceOf(result: string): OverlaySource | undefined {
    return this.#sources.find((source) => source.result === result);
  }

  focus(): void {
    this.#select.element.focus();
  }
}

/** @param file another one; left out: this one. */
function tablesOf(lines: readonly HduLine[], file?: OpenFile): OverlaySource[] {
  const of = {
    ...{ file: file?.id, title: file?.title ?? '' },
    ...(file?.result === undefined ? {} : { result: file.result }),
  };
  return lines
    .filter(({ table }) => table)
    .map((line) => ({ ...of, hdu: line.index, name: hduName(line) }));
}
