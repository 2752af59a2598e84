import { describe, expect, it } from 'vitest';
import { type Connection, PUBLIC_CONNECTION } from '../../../src/core/s3/connection';
import { connectionInfo, pythonString } from '../../../src/extension/connection-info';

describe('pythonString', () => {
  // Each literal was read back by CPython 3.11 as the text on its left.
  it.each([
    ['plain', "'plain'"],
    ["it's", "'it\\'s'"],
    ['a\\b', "'a\\\\b'"],
    ['a\nb\r\t\u0000', "'a\\nb\\r\\t\\x00'"],
    ['\u2028\u202e\ufeff', "'\\u2028\\u202e\\ufeff'"],
    ['\u{e0001}', "'\\U000e0001'"],
    ['α 🌌 "q" {x} %s', '\'α 🌌 "q" {x} %s\''],
    ["'); import os #", "'\\'); import os #'"],
  ])('%j', (text, literal) => {
    expect(pythonString(text)).toBe(literal);
  });
});

describe('connectionInfo', () => {
  it('leads to a public data set without credentials, whoever pays elsewhere', () => {
    const paying: Connection = {
      ...{ ...PUBLIC_CONNECTION, id: 'own', label: 'Own', requesterPays: true },
      auth: { kind: 'profile', profile: 'group' },
    };
    const at = (bucket: string): string =>
      connectionInfo(paying, 'us-east-1', { bucket, path: '' });
    expect(at('stpubdata')).toContain('anon=True');
    expect(at('stpubdata')).not.toMatch(/requester|profile/i);
    expect(at('somebody-elses')).toContain('requester_pays=True');
    expect(at('somebody-elses')).toContain("profile='group'");
  });

  it('gives a folder of a public bucket', () => {
    const place = { bucket: 'stpubdata', path: 'jwst/public/' };
    expect(connectionInfo(PUBLIC_CONNECTION, 'us-east-1', place)).toBe(
      `# 's3://stpubdata/jwst/public/'
# Amazon S3 (public), no credentials needed
bucket = 'stpubdata'
region = 'us-east-1'
prefix = 'jwst/public/'

# with s3fs
import s3fs
fs = s3fs.S3FileSystem(anon=True, client_kwargs={'region_name': region})
paths = fs.ls(bucket + '/' + prefix)

# or with boto3
import boto3
from botocore import UNSIGNED
from botocore.config import Config
s3 = boto3.client('s3', region_name=region, config=Config(signature_version=UNSIGNED))
page = s3.list_objects_v2(Bucket=bucket, Prefix=prefix, Delimiter='/')
`,
    );
  });

  it('gives an object of another server, and no key gets out of its literal', () => {
    const connection = {
      ...PUBLIC_CONNECTION,
      label: 'My\nserver',
      endpoint: 'http://127.0.0.1:9000',
      pathStyle: true,
    };
    const path = "x'\nimport os\n#.fits";
    const text = connectionInfo(connection, 'us-east-1', { bucket: 'b-1', path });
    expect(text).toContain("key = 'x\\'\\nimport os\\n#.fits'");
    expect(text).toContain("endpoint = 'http://127.0.0.1:9000'");
    expect(text).toContain("config_kwargs={'s3': {'addressing_style': 'path'}}");
    expect(text).toContain(
      "config=Config(signature_version=UNSIGNED, s3={'addressing_style': 'path'})",
    );
    expect(text).toContain('# My server, no credentials needed');
    expect(text.split('\n').filter((line) => line.startsWith('import os'))).toEqual([]);
  });

  it('names the profile that signs, and asks for no anonymous reading then', () => {
    const connection = {
      ...PUBLIC_CONNECTION,
      label: 'Group',
      auth: { kind: 'profile', profile: "my 'group'" },
      requesterPays: true,
    } as const;
    const text = connectionInfo(connection, 'us-east-1', { bucket: 'b-1', path: 'a.fits' });
    expect(text).toContain('# Group, with a profile of ~/.aws, requester pays');
    expect(text).toContain("s3fs.S3FileSystem(requester_pays=True, profile='my \\'group\\''");
    expect(text).toContain(
      "boto3.Session(profile_name='my \\'group\\'').client('s3', region_name=region)",
    );
    expect(text).not.toMatch(/anon|UNSIGNED/);
  });

  it.each([
    [{ kind: 'keys' }, 'with your credentials'],
    [{ kind: 'environment' }, 'with your credentials'],
    [
      { kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/r' },
      'with the role arn:aws:iam::111122223333:role/r',
    ],
  ] as const)('says how %j signs in', (auth, words) => {
    const own = { ...PUBLIC_CONNECTION, label: 'Own', auth };
    const text = connectionInfo(own, 'us-east-1', { bucket: 'b-1', path: '' });
    expect(text).toContain(`# Own, ${words}\n`);
    expect(text).not.toContain('anon=True');
  });
});
