import { formatCount } from '../../../src/protocol/figures';
import type { FieldChoice, SearchField } from '../../../src/protocol/search';

/** Choices shown at once; who wants another types more of it. */
const MOST_SHOWN = 50;

/** Choices that what is typed may mean: those that begin so first. Those chosen already are left out. */
export function matchingChoices(
  choices: readonly FieldChoice[],
  typed: string,
  chosen: readonly string[],
): readonly FieldChoice[] {
  const wanted = typed.trim().toLowerCase();
  const taken = new Set(chosen);
  const free = choices.filter(({ value }) => !taken.has(value));
  return ranked(free, wanted, ({ value, meaning = '' }) => [value, meaning]).slice(0, MOST_SHOWN);
}

/** Fields that what is typed may mean, by label, name and description; those on show are left out. */
export function matchingFields(
  fields: readonly SearchField[],
  typed: string,
  shown: readonly string[],
): readonly SearchField[] {
  const wanted = typed.trim().toLowerCase();
  const free = fields.filter(({ name }) => !shown.includes(name));
  return ranked(free, wanted, ({ label, name, description = '' }) => [label, name, description]);
}

/** What begins with the text stands before what has a word that does, and that before what only contains it. */
function ranked<T>(
  items: readonly T[],
  wanted: string,
  textsOf: (item: T) => readonly string[],
): T[] {
  const rank = (item: T): number => {
    const texts = textsOf(item).map((text) => text.toLowerCase());
    const [first = ''] = texts;
    if (first.startsWith(wanted)) {
      return 0;
    }
    if (texts.slice(0, 2).some((text) => wordStarts(text, wanted))) {
      return 1;
    }
    return texts.some((text) => text.includes(wanted)) ? 2 : 3;
  };
  return items
    .map((item, index) => ({ item, index, rank: wanted === '' ? 0 : rank(item) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ item }) => item);
}

function wordStarts(text: string, wanted: string): boolean {
  return text.split(/[\s_/,;()-]+/).some((word) => word.startsWith(wanted));
}

/** `12,345`, `calibrated`, `calibrated · 12,345`; empty where there is nothing to say. */
export function choiceNote({ meaning, count }: FieldChoice): string {
  return [meaning ?? '', count === undefined ? '' : formatCount(count)].filter(Boolean).join(' · ');
}
