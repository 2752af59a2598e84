import type { TapQuery } from './query';

/**
 * Python that runs a query with pyvo.
 *
 * @param address of the service as a whole.
 * @param asJob true for one that is run as a job.
 */
export function asPython(
  address: string,
  { query, language, mostRows = 0, format, extra = {}, uploads = [] }: TapQuery,
  { asJob = false }: { readonly asJob?: boolean } = {},
): string {
  const options = [
    ...(language === undefined ? [] : [`language=${pythonText(language)}`]),
    ...(mostRows > 0 ? [`maxrec=${Math.floor(mostRows)}`] : []),
    ...(uploads.length > 0 ? ['uploads=uploads'] : []),
    ...(format === undefined ? [] : [`RESPONSEFORMAT=${pythonText(format)}`]),
    ...keywords(extra),
  ];
  return [
    'import pyvo',
    '',
    `service = pyvo.dal.TAPService(${pythonText(address)})`,
    `query = ${pythonBlock(query)}`,
    ...(uploads.length > 0
      ? [
          'uploads = {',
          ...uploads.map(
            (upload) =>
              `    ${pythonText(upload.name)}: ${pythonText('address' in upload ? upload.address : `${upload.name}.vot`)},`,
          ),
          '}',
        ]
      : []),
    `result = service.${asJob ? 'run_async' : 'run_sync'}(${['query', ...options].join(', ')})`,
    'table = result.to_table()',
    'print(table)',
    '',
  ].join('\n');
}

/** As arguments where Python takes the names so. */
function keywords(extra: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(extra);
  if (entries.every(([name]) => /^[A-Z][A-Z0-9_]*$/.test(name))) {
    return entries.map(([name, value]) => `${name}=${pythonText(value)}`);
  }
  return [
    `**{${entries.map(([name, value]) => `${pythonText(name)}: ${pythonText(value)}`).join(', ')}}`,
  ];
}

/** A Python literal of one line. */
export function pythonText(text: string): string {
  return `"${escaped(text).replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** A Python literal that keeps the lines of a text. */
export function pythonBlock(text: string): string {
  if (!text.includes('\n')) {
    return pythonText(text);
  }
  // Three quotes in a row, or one before the last three, would end it.
  const body = escaped(text).replace(/""|"$/g, (quotes) => quotes.replaceAll('"', '\\"'));
  return `"""${body}"""`;
}

/** All but quotes and line feeds. Half a character is written so that Python has the same half. */
function escaped(text: string): string {
  let result = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\\') {
      result += '\\\\';
    } else if (character === '\r') {
      result += '\\r';
    } else if (character === '\t' || character === '\n') {
      result += character === '\t' ? '\\t' : '\n';
    } else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
      result += `\\x${code.toString(16).padStart(2, '0')}`;
    } else if ((code >= 0xd800 && code < 0xe000) || code === 0x2028 || code === 0x2029) {
      result += `\\u${code.toString(16).padStart(4, '0')}`;
    } else {
      result += character;
    }
  }
  return result;
}
