import { SkybucketError } from '../../errors';

/** A question to a TAP service. */
export interface TapQuery {
  readonly query: string;
  /** Left out: ADQL. */
  readonly language?: string | undefined;
  /** MAXREC; left out or 0: as many rows as the service gives by itself. */
  readonly mostRows?: number | undefined;
  /** RESPONSEFORMAT; left out: the service's own, which is VOTable. */
  readonly format?: string | undefined;
  /** Tables of the user's own, `TAP_UPLOAD.name` in the query. */
  readonly uploads?: readonly TapUpload[] | undefined;
  /** What only this service knows. */
  readonly extra?: Readonly<Record<string, string>> | undefined;
}

export type TapUpload =
  /** A VOTable, sent with the query. */
  | { readonly name: string; readonly votable: string }
  /** Where the service itself is to fetch it. */
  | { readonly name: string; readonly address: string };

/** The fields of the form, in the order pyvo sends them. */
export function fieldsOf(query: TapQuery): [string, string][] {
  const { language = 'ADQL', mostRows = 0, format, uploads = [], extra = {} } = query;
  uploads.forEach(checkUpload);
  return [
    ...Object.entries(extra),
    ...(format === undefined ? [] : [['RESPONSEFORMAT', format] as [string, string]]),
    ['REQUEST', 'doQuery'],
    ['LANG', language],
    ...(mostRows > 0 ? [['MAXREC', String(mostRows)] as [string, string]] : []),
    ['QUERY', query.query],
    ...(uploads.length > 0
      ? [['UPLOAD', uploads.map(uploadField).join(';')] as [string, string]]
      : []),
  ];
}

/** What a call sends: a form, or one in parts where tables go with it. */
export function formOf(query: TapQuery): {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  const fields = fieldsOf(query);
  const inline = (query.uploads ?? []).flatMap((upload) => ('votable' in upload ? [upload] : []));
  if (inline.length === 0) {
    return formBody(fields);
  }
  const boundary = boundaryFor([
    ...fields.map(([, value]) => value),
    ...inline.map(({ votable }) => votable),
  ]);
  const parts = [
    ...fields.map(
      ([name, value]) => `Content-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}`,
    ),
    ...inline.map(
      ({ name, votable }) =>
        `Content-Disposition: form-data; name="${name}"; filename="${name}"\r\n` +
        `Content-Type: application/x-votable+xml\r\n\r\n${votable}`,
    ),
  ];
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: [...parts.map((part) => `--${boundary}\r\n${part}\r\n`), `--${boundary}--\r\n`].join(''),
  };
}

export function formBody(fields: readonly (readonly [string, string])[]): {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([
      ...fields.map<[string, string]>(([name, value]) => [name, value]),
    ]).toString(),
  };
}

function uploadField(upload: TapUpload): string {
  return `${upload.name},${'address' in upload ? upload.address : `param:${upload.name}`}`;
}

/** `,` and `;` divide the field, and the name stands in the query. */
function checkUpload(upload: TapUpload): void {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(upload.name)) {
    throw new SkybucketError('unsupported', `“${upload.name}” cannot be the name of a table.`, {
      hint: 'A name has letters, digits and _, with a letter first.',
    });
  }
  if ('address' in upload && !/^[a-z]+:\/\/[^\s;]+$/i.test(upload.address)) {
    throw new SkybucketError('bad-address', 'The address of a table to upload cannot be sent.', {
      hint: 'It is an address without blanks and semicolons.',
    });
  }
}

function quoted(name: string): string {
  return name.replaceAll('"', '%22').replace(/[\r\n]+/g, ' ');
}

/** A line that is nowhere in what it divides. */
function boundaryFor(texts: readonly string[]): string {
  for (let i = 0; ; i++) {
    const boundary = `skybucket-part-${i}`;
    if (!texts.some((text) => text.includes(boundary))) {
      return boundary;
    }
  }
}
