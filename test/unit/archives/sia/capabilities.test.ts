import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  findSiaEndpoint,
  readServiceCapabilities,
  siaEndpoint,
} from '../../../../src/core/archives/sia/capabilities';
import { type ScriptedAnswer, ScriptedClient } from '../../../support/bytes/scripted-client';

const GOLDEN = new URL('../../../../../shared/golden/tap/', import.meta.url);

function capabilities(...interfaces: (readonly [address: string, security?: string[]])[]): string {
  const ways = interfaces.map(
    ([address, security = []]) =>
      `<interface><accessURL use="base"> ${address} </accessURL>${security
        .map((id) => (id === '' ? '<securityMethod/>' : `<securityMethod standardID="${id}"/>`))
        .join('')}</interface>`,
  );
  return `<vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0">
    <capability standardID="ivo://ivoa.net/std/VOSI#availability"><interface>
    <accessURL>https://example.org/availability</accessURL></interface></capability>
    <capability standardID="ivo://ivoa.net/std/SIA#query-2.0">${ways.join('')}</capability>
    </vosi:capabilities>`;
}

const BASIC = 'ivo://ivoa.net/sso#BasicAA';
const COOKIE = 'ivo://ivoa.net/sso#cookie';
const ok = (text: string): ScriptedAnswer => ({
  status: 200,
  chunks: [new TextEncoder().encode(text)],
});

describe.skipIf(!existsSync(GOLDEN))('the capabilities pyvo tests with', () => {
  it('lead to where pyvo finds it', () => {
    const xml = readFileSync(new URL('sia2_capabilities.xml', GOLDEN), 'utf8');
    const found = readServiceCapabilities(xml, 'x');
    expect(found.map(({ standard }) => standard)).toEqual([
      'ivo://ivoa.net/std/VOSI#capabilities',
      'ivo://ivoa.net/std/VOSI#availability',
      'ivo://ivoa.net/std/SIA#query-2.0',
    ]);
    expect(found[2]?.interfaces).toHaveLength(4);
    expect(siaEndpoint(found)).toBe('https://example.com/sia/v2query');
  });

  it('of a TAP service have no image search', () => {
    const xml = readFileSync(new URL('tap_capabilities.xml', GOLDEN), 'utf8');
    expect(siaEndpoint(readServiceCapabilities(xml, 'x'))).toBeUndefined();
  });
});

describe('the interface that is taken', () => {
  it.each([
    ['the open one', [['https://x.org/a', [BASIC]], ['https://x.org/b']], 'https://x.org/b'],
    ['one of several ways, one open', [['https://x.org/a', [COOKIE, '']]], 'https://x.org/a'],
    [
      'one with a sign-in that is no password',
      [
        ['https://x.org/a', [BASIC]],
        ['https://x.org/b', [COOKIE]],
      ],
      'https://x.org/b',
    ],
    ['none with a password alone', [['https://x.org/a', [BASIC]]], undefined],
  ] as const)('is %s', (_, interfaces, address) => {
    const xml = capabilities(...(interfaces as unknown as Parameters<typeof capabilities>));
    expect(siaEndpoint(readServiceCapabilities(xml, 'x'))).toBe(address);
  });
});

describe('where queries go', () => {
  it('is looked up below the address', async () => {
    const http = new ScriptedClient(() => ok(capabilities(['https://x.org/sia/v2'])));
    expect(await findSiaEndpoint({ http }, 'https://x.org/sia/', 'X')).toBe('https://x.org/sia/v2');
    expect(http.requests.map(({ path }) => path)).toEqual(['/sia/capabilities']);
  });

  it('is looked up beside it for the address of queries', async () => {
    const http = new ScriptedClient(({ path }) =>
      path === '/sia/capabilities'
        ? ok(capabilities(['https://x.org/sia/v2query']))
        : { status: 404 },
    );
    expect(await findSiaEndpoint({ http }, 'https://x.org/sia/v2query?', 'X')).toBe(
      'https://x.org/sia/v2query',
    );
    expect(http.requests.map(({ path }) => path)).toEqual([
      '/sia/v2query/capabilities',
      '/sia/capabilities',
    ]);
  });

  it.each([
    ['nothing there', { status: 404 }],
    ['a web page', ok('<html><title>Not here</title></html>')],
    ['another service', ok('<capabilities><capability standardID="ivo://x"/></capabilities>')],
  ])('is said where it is not: %s', async (_, answer) => {
    const http = new ScriptedClient(() => answer);
    await expect(findSiaEndpoint({ http }, 'https://x.org/a/b', 'X')).rejects.toMatchObject({
      code: 'not-found',
      message: 'X is no image search (SIA 2).',
    });
    expect(http.requests).toHaveLength(2);
  });

  it('stays with https where the service forgets it', async () => {
    const http = new ScriptedClient(() => ok(capabilities(['http://x.org/v2?A=1'])));
    expect(await findSiaEndpoint({ http }, 'https://x.org/sia', 'X')).toBe('https://x.org/v2?A=1');
  });

  it.each([
    ['http://169.254.169.254/latest', 'local network'],
    ['https://localhost/x', 'local network'],
    ['http://elsewhere.org/v2', 'unencrypted'],
  ])('is not followed to %s', async (address, words) => {
    const http = new ScriptedClient(() => ok(capabilities([address])));
    await expect(findSiaEndpoint({ http }, 'https://x.org/sia', 'X')).rejects.toMatchObject({
      code: 'bad-address',
      message: expect.stringContaining(words) as string,
    });
  });
});
