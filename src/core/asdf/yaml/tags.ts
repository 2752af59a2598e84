/** Handles of tags (`!`, `!!`, `!x!`) and what they stand for; YAML 1.1, section 6.8.2. */
export type TagHandles = ReadonlyMap<string, string>;

interface Directive {
  readonly kind: 'yaml' | 'tag';
  readonly handle?: string;
  readonly prefix?: string;
}

/** The handles of a document: those YAML has by itself, and those of its `%TAG` directives. */
export function tagHandles(directives: readonly Directive[]): TagHandles {
  const handles = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ]);
  for (const { handle, prefix } of directives) {
    if (handle !== undefined && prefix !== undefined) {
      handles.set(handle, prefix);
    }
  }
  return handles;
}

/**
 * A tag in full.
 *
 * @param raw as the file has it: `!core/ndarray-1.0.0`, `!<asdf://stsci.edu/…>`, `!!str`.
 */
export function fullTag(raw: string, handles: TagHandles): string {
  if (raw.startsWith('!<') && raw.endsWith('>')) {
    return unescaped(raw.slice(2, -1));
  }
  const end = raw.indexOf('!', 1);
  const handle = end < 0 ? '!' : raw.slice(0, end + 1);
  return (handles.get(handle) ?? handle) + unescaped(raw.slice(handle.length));
}

function unescaped(text: string): string {
  if (!text.includes('%')) {
    return text;
  }
  try {
    return decodeURIComponent(text);
  } catch {
    // It escapes no UTF-8; as it stands it can still be shown.
    return text;
  }
}
