import type { Connection } from '../core/s3/connection';
import { isPublicDataset } from '../core/s3/public-buckets';
import { formatS3Uri } from '../core/s3/uri';

/** A place in a bucket: a folder (empty, or ending with `/`) or an object. */
export interface Place {
  readonly bucket: string;
  readonly path: string;
}

/**
 * What a person or a Python script needs to go to the same place: valid Python as a whole, with the
 * facts on top. Everything that comes from a server is a Python string literal, comments included.
 */
export function connectionInfo(own: Connection, region: string, place: Place): string {
  const { bucket, path } = place;
  const connection = asAsked(own, bucket);
  const isFolder = path === '' || path.endsWith('/');
  const endpoint =
    connection.endpoint === undefined ? [] : [`endpoint = ${pythonString(connection.endpoint)}`];
  return [
    `# ${pythonString(formatS3Uri(bucket, path))}`,
    `# ${connection.label.replace(/\s+/g, ' ')}, ${credentialWords(connection)}`,
    `bucket = ${pythonString(bucket)}`,
    `region = ${pythonString(region)}`,
    ...endpoint,
    `${isFolder ? 'prefix' : 'key'} = ${pythonString(path)}`,
    '',
    ...s3fsLines(connection, isFolder),
    '',
    ...boto3Lines(connection, isFolder),
    '',
  ].join('\n');
}

/** Public data sets are read without credentials on every connection. */
function asAsked(connection: Connection, bucket: string): Connection {
  return isPublicDataset(connection, bucket)
    ? { ...connection, auth: { kind: 'unsigned' }, requesterPays: false }
    : connection;
}

/** What it takes to read there; of keys no more than that there are some. */
function credentialWords({ auth, requesterPays }: Connection): string {
  const pays = requesterPays ? ['requester pays'] : [];
  switch (auth.kind) {
    case 'unsigned':
      return requesterPays ? 'requester pays' : 'no credentials needed';
    case 'profile':
      return ['with a profile of ~/.aws', ...pays].join(', ');
    case 'role':
    case 'web-identity':
      return [`with the role ${auth.roleArn}`, ...pays].join(', ');
    case 'environment':
    case 'keys':
      return ['with your credentials', ...pays].join(', ');
  }
}

function needsNone({ auth, requesterPays }: Connection): boolean {
  return auth.kind === 'unsigned' && !requesterPays;
}

function profileOf({ auth }: Connection): string | undefined {
  return auth.kind === 'profile' ? pythonString(auth.profile) : undefined;
}

function s3fsLines(connection: Connection, isFolder: boolean): string[] {
  const settings = [
    ...(needsNone(connection) ? ['anon=True'] : []),
    ...(connection.requesterPays ? ['requester_pays=True'] : []),
    ...(profileOf(connection) === undefined ? [] : [`profile=${profileOf(connection)}`]),
    ...(connection.endpoint === undefined ? [] : ['endpoint_url=endpoint']),
    "client_kwargs={'region_name': region}",
    ...(connection.pathStyle ? ["config_kwargs={'s3': {'addressing_style': 'path'}}"] : []),
  ];
  return [
    '# with s3fs',
    'import s3fs',
    `fs = s3fs.S3FileSystem(${settings.join(', ')})`,
    isFolder
      ? "paths = fs.ls(bucket + '/' + prefix)"
      : "file = fs.open(bucket + '/' + key, 'rb', block_size=1_000_000)",
  ];
}

function boto3Lines(connection: Connection, isFolder: boolean): string[] {
  const unsigned = needsNone(connection);
  const profile = profileOf(connection);
  const session = profile === undefined ? 'boto3' : `boto3.Session(profile_name=${profile})`;
  const config = [
    ...(unsigned ? ['signature_version=UNSIGNED'] : []),
    ...(connection.pathStyle ? ["s3={'addressing_style': 'path'}"] : []),
  ];
  const settings = [
    'region_name=region',
    ...(connection.endpoint === undefined ? [] : ['endpoint_url=endpoint']),
    ...(config.length === 0 ? [] : [`config=Config(${config.join(', ')})`]),
  ];
  const payer = connection.requesterPays ? ", RequestPayer='requester'" : '';
  return [
    '# or with boto3',
    'import boto3',
    ...(unsigned ? ['from botocore import UNSIGNED'] : []),
    ...(config.length === 0 ? [] : ['from botocore.config import Config']),
    `s3 = ${session}.client('s3', ${settings.join(', ')})`,
    isFolder
      ? `page = s3.list_objects_v2(Bucket=bucket, Prefix=prefix, Delimiter='/'${payer})`
      : `head = s3.head_object(Bucket=bucket, Key=key${payer})`,
  ];
}

const NAMED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A Python string literal of exactly this text, printable and on one line. */
export function pythonString(text: string): string {
  const body = text.replace(
    /[\\']|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu,
    (character) => NAMED[character] ?? pythonEscape(character.codePointAt(0) ?? 0),
  );
  return `'${body}'`;
}

function pythonEscape(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) {
    return `\\x${hex.padStart(2, '0')}`;
  }
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
