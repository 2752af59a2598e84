import type { AsdfNode, AsdfScalar } from './node';
import { anchorsOf } from './yaml/anchors';
import { flowText, isFlow, scalarText, tagText } from './yaml/scalar-text';

export interface TreeText {
  readonly text: string;
  /** Not all of it is there. */
  readonly cut: boolean;
}

/** What is still to be written, the next last. */
type Task =
  | string
  | { readonly node: AsdfNode; readonly indent: number; readonly after: 'start' | 'key' | 'dash' };

/**
 * A node and all below it as YAML, to be pasted elsewhere: tags in full, and what several aliases name
 * written once, with an anchor. Short lists of scalars stand on one line.
 *
 * @param mostBytes UTF-8 bytes of the text, at most; it is cut there.
 */
export function yamlText(node: AsdfNode, mostBytes: number): TreeText {
  const anchors = anchorsOf(node);
  const written = new Set<AsdfNode>();
  const out = new Output(mostBytes);
  const tasks: Task[] = [{ node, indent: 0, after: 'start' }];
  for (let task = tasks.pop(); task !== undefined && !out.cut; task = tasks.pop()) {
    if (typeof task === 'string') {
      out.write(task);
      continue;
    }
    const { node, indent, after } = task;
    const anchor = anchors.get(node);
    const gap = after === 'start' ? '' : ' ';
    if (anchor !== undefined && written.has(node)) {
      out.write(`${gap}*${anchor}\n`);
      continue;
    }
    written.add(node);
    const properties = [anchor && `&${anchor}`, tagText(node)].filter(Boolean).join(' ');
    if (isFlow(node)) {
      const before = properties === '' ? gap : `${gap}${properties} `;
      out.write(`${before}${flowText(node)}\n`);
      continue;
    }
    // Children of a list item without properties begin on its own line.
    const isOnLine = after === 'dash' && properties === '';
    out.write(properties === '' ? '' : `${gap}${properties}`);
    if (after !== 'start' || properties !== '') {
      out.write(isOnLine ? ' ' : '\n');
    }
    pushChildren(tasks, node, indent, isOnLine);
  }
  return out;
}

function pushChildren(tasks: Task[], node: AsdfNode, indent: number, isOnLine: boolean): void {
  const margin = ' '.repeat(indent);
  const add = (place: number, start: string, child: AsdfNode, after: 'key' | 'dash'): void => {
    tasks.push({ node: child, indent: indent + 2, after });
    tasks.push((place === 0 && isOnLine ? '' : margin) + start);
  };
  if (node.kind === 'mapping') {
    for (let place = node.entries.length - 1; place >= 0; place--) {
      const [key, value] = node.entries[place] as readonly [AsdfScalar, AsdfNode];
      add(place, keyText(key), value, 'key');
    }
  } else if (node.kind === 'sequence') {
    for (let place = node.items.length - 1; place >= 0; place--) {
      add(place, '-', node.items[place] as AsdfNode, 'dash');
    }
  }
}

/** A key beyond 1000 characters is allowed only when it is announced. */
function keyText(key: AsdfScalar): string {
  const tag = tagText(key);
  const text = (tag === '' ? '' : `${tag} `) + scalarText(key);
  return text.length > 1000 ? `? ${text}\n:` : `${text}:`;
}

class Output implements TreeText {
  private readonly pieces: string[] = [];
  private room: number;
  cut = false;

  constructor(mostBytes: number) {
    this.room = mostBytes;
  }

  get text(): string {
    return this.pieces.join('');
  }

  write(text: string): void {
    // A character takes 1 to 3 bytes for each of its UTF-16 units.
    const bytes = 3 * text.length <= this.room ? utf8Length(text) : Infinity;
    if (bytes <= this.room) {
      this.pieces.push(text);
      this.room -= bytes;
      return;
    }
    const start = beginning(text, this.room);
    this.pieces.push(start);
    this.room -= utf8Length(start);
    this.cut = start.length < text.length;
  }
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** As many whole characters as the bytes have room for. */
function beginning(text: string, room: number): string {
  let end = 0;
  let left = room;
  for (const character of text) {
    left -= utf8Length(character);
    if (left < 0) {
      break;
    }
    end += character.length;
  }
  return text.slice(0, end);
}
