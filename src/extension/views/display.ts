/** How names, sizes and dates from a server are written for people. What a server says is data. */

const EMPTY_NAME = '(empty name)';

/** Marks that would turn or hide the text around them. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * A name with every character to be seen: control characters as their symbols (␀, ␊), direction marks
 * and other invisible ones as `⟨U+202E⟩`.
 */
export function visibleName(name: string): string {
  if (name === '') {
    return EMPTY_NAME;
  }
  return name

    .replace(/[\u0000-\u001f]/g, (character) =>
      String.fromCharCode(0x2400 + character.charCodeAt(0)),
    )
    .replace(/\u007f/g, '\u2421')
    .replace(/[\u0080-\u009f]/g, codePoint)
    .replace(INVISIBLE, codePoint);
}

function codePoint(character: string): string {
  return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

const HEAD = 7;
/** Letters at the end of a name that tell files of one observation apart. */
const TAIL = 24;

/**
 * A name as a line of the sidebar, which cuts at the end, where names of one observation differ: a long one
 * loses its middle, `jw01783…00004_nrcalong_rate.fits`.
 */
export function shortName(name: string): string {
  const shown = visibleName(name);
  return shown.length <= HEAD + TAIL + 1 || /\s/u.test(shown)
    ? shown
    : `${shown.slice(0, HEAD)}…${shown.slice(-TAIL)}`;
}

/** `2024-05-03 17:20 UTC`: the same for every reader, and sortable. */
export function formatDate(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Text for a quick pick or the status bar, which make an icon of `$(name)`. Trees show their labels as they stand. */
export function escapeIcons(text: string): string {
  return text.replace(/\$\((?=[A-Za-z0-9-]+(?:~[A-Za-z]+)?\))/g, '\\$(');
}

/** Text for a notification, which would make a link of `[text](command:…)`, even one that runs a command. */
export function escapeLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Text that Markdown shows as it stands, on one line. */
export function escapeMarkdown(text: string): string {
  return visibleName(text).replace(/[\\`*_{}[\]()#+\-.!|<>&~$:@"']/g, '\\$&');
}
