import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SESAME, resolveName } from '../../../src/core/archives/sesame';
import { readSesame } from '../../../src/core/archives/sesame-answer';
import { SkybucketError } from '../../../src/core/errors';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { type ScriptedAnswer, ScriptedClient } from '../../support/bytes/scripted-client';
import { SesameServer } from '../../support/names/sesame-server';

const NAMES = new URL('../../fixtures/names/', import.meta.url);
const recorded = (name: string): string => readFileSync(new URL(name, NAMES), 'utf8');

function text(answer: string): ScriptedAnswer {
  return { status: 200, chunks: [new TextEncoder().encode(answer)] };
}

/** Numbers of SkyCoord.from_name, which the answers were recorded of. */
describe('a recorded answer of Sesame', () => {
  it.each([
    ['castor_all', '* alf Gem', 113.64947164, 31.888282216],
    ['ngc3642_all', 'NGC 3642', 170.57458768232, 59.07452101151],
    ['ngc3642_simbad', 'NGC 3642', 170.5750583, 59.0742417],
  ])('%s', async (file, name, longitude, latitude) => {
    const client = new ScriptedClient(() => text(recorded(`recorded_sesame_${file}.txt`)));
    expect(await resolveName(client, 'whatever')).toEqual({
      ...{ name, by: 'Sesame (SIMBAD)', longitude, latitude },
    });
    expect(client.requests).toHaveLength(1);
  });
});

describe('an answer of Sesame in XML', () => {
  const xml = (...resolvers: string[]): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<!-- 1 --><Sesame><Target option="SNV"><name>NGC 3642</name>${resolvers.join('')}</Target></Sesame>`;
  const nothing = '<Resolver name="N=NED"><INFO>*** Nothing found ***</INFO></Resolver>';
  const place =
    '<Resolver name="V=VizieR (local)"><jpos>11:22:17.90 +59:04:28.2</jpos><jradeg>170.57458768232000</jradeg><jdedeg>+59.07452101151000</jdedeg><oname>NGC  3642</oname><alias>x</alias></Resolver>';

  it('has the first position that a database knows', () => {
    expect(readSesame(xml(nothing, place), 'x')).toEqual({
      ...{ name: 'NGC 3642', by: 'Sesame (VizieR)' },
      ...{ longitude: 170.57458768232, latitude: 59.07452101151 },
    });
  });

  it.each([
    [xml(nothing), 'not-found', 'Nobody knows “x”: SIMBAD, NED and VizieR were asked.'],
    [xml(), 'server', 'The name service Sesame gave an answer that makes no sense.'],
    [xml(place.replace('+59.07', '+99.07')), 'server', 'makes no sense'],
    [xml(place.replace('170.57', 'x')), 'server', 'makes no sense'],
    ['<Other/>', 'server', 'makes no sense'],
    [xml(place).slice(0, -30), 'server', 'it is no whole XML'],
    [
      '<!DOCTYPE html><html><head><title>Down</title></head></html>',
      'server',
      'The name service Sesame answered with a web page instead of data (Down).',
    ],
    [
      '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><Sesame>&d;</Sesame>',
      'server',
      'it is no whole XML',
    ],
  ])('%j', (text, code, message) => {
    expect(() => readSesame(text, 'x')).toThrow(
      expect.objectContaining({
        code,
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});

describe('a name', () => {
  it('is asked for as it is, once', async () => {
    const answer = '#=N=NED : 1\n%J 10.5 -41.25 = x\n#====Done\n';
    const client = new ScriptedClient(() => text(answer));
    expect(await resolveName(client, '  M  31 & co?#é ')).toEqual({
      ...{ name: 'M 31 & co?#é', by: 'Sesame (NED)', longitude: 10.5, latitude: -41.25 },
    });
    expect(client.requests[0]).toMatchObject({
      ...{ method: 'GET', protocol: 'https:', hostname: 'cds.unistra.fr' },
      path: '/cgi-bin/nph-sesame/SNV?M%2031%20%26%20co%3F%23%C3%A9',
    });
  });

  it('that nobody knows is not looked for at the mirror', async () => {
    const client = new ScriptedClient(() =>
      text('# x\n#=S=Simbad (via url): 0\n#!=N=NED: *** Nothing found ***\n#====Done\n'),
    );
    await expect(resolveName(client, 'm87h34hhh')).rejects.toMatchObject({
      ...{ code: 'not-found', message: expect.stringContaining('“m87h34hhh”') as string },
    });
    expect(client.requests).toHaveLength(1);
  });

  it.each(['', '   ', 'x'.repeat(201)])('that is none reaches nobody: %j', async (name) => {
    const client = new ScriptedClient(() => text(''));
    await expect(resolveName(client, name)).rejects.toMatchObject({ code: 'not-found' });
    expect(client.requests).toHaveLength(0);
  });
});

describe('a service that fails', () => {
  const good = text('#=S=Simbad : 1\n%I.0 M 31\n%J 10.68 +41.27 = x\n');

  it.each<[string, ScriptedAnswer | SkybucketError]>([
    ['is not reached', new SkybucketError('network', 'No.', { retryable: false })],
    ['is not there', { status: 404 }],
    ['is forbidden', { status: 403 }],
    ['answers with a page', text('<html>Maintenance</html>')],
    ['answers with nothing', text('')],
    ['answers with a place that is none', text('#=S=Simbad : 1\n%J 999 +41 = x\n')],
    ['answers with another place that is none', text('#=S=Simbad : 1\n%J 9 +91 = x\n')],
  ])('gives way to its mirror where it %s', async (_, answer) => {
    const client = new ScriptedClient(({ hostname }) => {
      if (hostname === 'cds.unistra.fr' && answer instanceof SkybucketError) {
        throw answer;
      }
      return hostname === 'cds.unistra.fr' ? (answer as ScriptedAnswer) : good;
    });
    expect(await resolveName(client, 'm31')).toMatchObject({ name: 'M 31', longitude: 10.68 });
    expect(client.requests.map(({ hostname }) => hostname)).toEqual(
      SESAME.map((address) => new URL(address).hostname),
    );
  });

  it('as its mirror does is told of in words', async () => {
    const client = new ScriptedClient(() => ({ status: 404 }));
    await expect(resolveName(client, 'm31')).rejects.toMatchObject({
      code: 'server',
      message:
        '“m31” could not be looked up: The name service Sesame is not at https://cds.unistra.fr/cgi-bin/nph-sesame/.',
      hint: 'Try again later, or give coordinates.',
    });
    expect(client.requests).toHaveLength(2);
  });

  it('is not read beyond what an answer can have', async () => {
    let read = 0;
    const chunk = new TextEncoder().encode('x'.repeat(16 * 1024));
    const chunks = Array.from({ length: 1000 }, () => chunk);
    const counted = {
      *[Symbol.iterator](): Generator<Uint8Array> {
        for (const each of chunks) {
          read += each.length;
          yield each;
        }
      },
    };
    const client = new ScriptedClient(() => ({ status: 200, chunks: counted as never }));
    await expect(
      resolveName(client, 'm31', { addresses: ['https://example.org/sesame'] }),
    ).rejects.toMatchObject({ code: 'too-large' });
    expect(read).toBeLessThan(200_000);
  });
});

describe('over the network', () => {
  it('answers from the address it is given, and lets go when cancelled', async () => {
    const server = await SesameServer.start({
      castor: recorded('recorded_sesame_castor_all.txt'),
      slow: null,
    });
    const client = new NodeHttpClient();
    try {
      const addresses = [server.url];
      const found = await resolveName(client, 'Castor', { addresses });
      expect(found.longitude).toBe(113.64947164);
      await expect(resolveName(client, 'nobody', { addresses })).rejects.toMatchObject({
        code: 'not-found',
      });
      const stop = new AbortController();
      const asking = resolveName(client, 'slow', { addresses, signal: stop.signal });
      await expect.poll(() => server.asked.includes('slow')).toBe(true);
      stop.abort();
      await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
      await expect.poll(() => server.gone).toBe(1);
    } finally {
      client.dispose();
      await server.close();
    }
  });
});
