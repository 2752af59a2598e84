/** VOTables as services write them, by hand, so that they are no work of the code they are read by. */

export interface VoColumn {
  readonly name: string;
  /** `char` has `arraysize="*"`. */
  readonly datatype: 'char' | 'int' | 'long' | 'double' | 'float';
  readonly unit?: string;
  readonly ucd?: string;
  readonly description?: string;
}

export type VoRow = Readonly<Record<string, string | number | null>>;

/** @param overflow whether there are more rows than these */
export function voTable(
  columns: readonly VoColumn[],
  rows: readonly VoRow[],
  overflow = false,
): string {
  const fields = columns.map(({ name, datatype, unit, ucd, description }) => {
    const own = { ID: name, name, datatype, ...(datatype === 'char' ? { arraysize: '*' } : {}) };
    const said = Object.entries({ ...own, unit, ucd }).map(([key, value]) =>
      value === undefined ? '' : ` ${key}="${escaped(value)}"`,
    );
    const inside =
      description === undefined ? '' : `<DESCRIPTION>${escaped(description)}</DESCRIPTION>`;
    return `<FIELD${said.join('')}>${inside}</FIELD>`;
  });
  const lines = rows.map((row) => {
    const cells = columns.map(({ name }) => `<TD>${escaped(String(row[name] ?? ''))}</TD>`);
    return `<TR>${cells.join('')}</TR>`;
  });
  return document(
    [
      '<INFO name="QUERY_STATUS" value="OK"/>',
      `<TABLE>${fields.join('\n')}<DATA><TABLEDATA>`,
      ...lines,
      '</TABLEDATA></DATA></TABLE>',
      ...(overflow ? ['<INFO name="QUERY_STATUS" value="OVERFLOW"/>'] : []),
    ].join('\n'),
  );
}

/** What a service says that does not take a query. */
export function voError(words: string): string {
  return document(`<INFO name="QUERY_STATUS" value="ERROR">${escaped(words)}</INFO>`);
}

export function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  };
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}

function document(resource: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<VOTABLE version="1.3" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">\n' +
    `<RESOURCE type="results">\n${resource}\n</RESOURCE>\n</VOTABLE>\n`
  );
}
