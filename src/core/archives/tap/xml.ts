import { SaxesParser } from 'saxes';
import { SkybucketError } from '../../errors';

/** An element of a small document. Names are without their prefixes. */
export interface XmlElement {
  readonly name: string;
  /** By their names without prefixes. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without the blanks around it. */
  readonly text: string;
}

interface Draft {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** An answer of a service nests a few levels; a bomb nests without end. */
const DEEPEST = 100;

/**
 * Reads a small XML document. Entities of a DTD are not defined, and nothing outside is opened.
 *
 * @param who sent it, for the sentence.
 * @throws SkybucketError `server` (retryable) for what is no XML, or only half of it.
 */
export function parseXml(text: string, who: string): XmlElement {
  const open: Draft[] = [];
  let root: XmlElement | undefined;
  const parser = new SaxesParser();
  const add = (piece: string): void => {
    const last = open[open.length - 1];
    if (last) {
      last.text += piece;
    }
  };
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= DEEPEST) {
      throw new Error('It nests too deep.');
    }
    open.push({
      name: local(name),
      attributes: withoutPrefixes(attributes),
      children: [],
      text: '',
    });
  });
  parser.on('closetag', () => {
    const draft = open.pop();
    if (draft) {
      const element = { ...draft, text: draft.text.trim() };
      open[open.length - 1]?.children.push(element);
      root = open.length === 0 ? element : root;
    }
  });
  parser.on('text', add);
  parser.on('cdata', add);
  try {
    parser.write(text).close();
  } catch (cause) {
    throw brokenXml(who, cause);
  }
  if (root === undefined) {
    throw brokenXml(who, undefined);
  }
  return root;
}

function brokenXml(who: string, cause: unknown): SkybucketError {
  return new SkybucketError('server', `The answer of ${who} is broken: it is no whole XML.`, {
    hint: 'Try again; if this stays so, the service is in trouble.',
    retryable: true,
    cause,
  });
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function withoutPrefixes(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const result = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(attributes)) {
    // `xml:id` must not take the place of `id`, whichever comes last.
    const short = local(name);
    if (short === name || !(short in result)) {
      result[short] = value;
    }
  }
  return result;
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The text of a child; undefined where there is none, or nothing in it. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.text || undefined;
}

/** The element and all below it that have this name, in the order of the document. */
export function* descendants(element: XmlElement, name: string): Generator<XmlElement> {
  if (element.name === name) {
    yield element;
  }
  for (const child of element.children) {
    yield* descendants(child, name);
  }
}
