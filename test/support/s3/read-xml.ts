import { unescapeXml } from './raw-request';

/** What stands between the tags of each element of that name, markup and all; none of them holds another of its kind. */
export function blocks(xml: string, name: string): string[] {
  const found = xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'));
  return [...found].map(([, inner = '']) => inner);
}

/** The text of the first element of that name, or undefined. */
export function textOf(xml: string, name: string): string | undefined {
  const [inner] = blocks(xml, name);
  return inner === undefined ? undefined : unescapeXml(inner);
}
