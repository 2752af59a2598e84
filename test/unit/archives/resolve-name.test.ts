import { describe, expect, it } from 'vitest';
import { resolveAnyName } from '../../../src/core/archives/resolve-name';
import { SkybucketError } from '../../../src/core/errors';
import { type ScriptedAnswer, ScriptedClient } from '../../support/bytes/scripted-client';

const UNKNOWN = '# x\n#=S=Simbad (via url): 0\n#!=N=NED: *** Nothing found ***\n#====Done\n';
const M31 = '#=S=Simbad : 1\n%I.0 M 31\n%J 10.68 +41.27 = x\n';

function text(answer: string): ScriptedAnswer {
  return { status: 200, chunks: [new TextEncoder().encode(answer)] };
}

/** What MAST says of a name it knows by one of its resolvers. */
function known(name: string, resolver: string): ScriptedAnswer {
  const place = { searchString: name.toLowerCase(), resolver, canonicalName: name.toUpperCase() };
  return text(JSON.stringify({ resolvedCoordinate: [{ ...place, ra: 124.5, decl: -68.25 }] }));
}

/** Sesame and MAST, each with one answer to everything. */
function services(sesame: ScriptedAnswer, mast: ScriptedAnswer): ScriptedClient {
  return new ScriptedClient(({ hostname }) =>
    hostname === 'mastresolver.stsci.edu' ? mast : sesame,
  );
}

const hosts = ({ requests }: ScriptedClient): string[] => requests.map(({ hostname }) => hostname);
const SESAME = 'cds.unistra.fr';
const MAST = 'mastresolver.stsci.edu';

describe('a name', () => {
  it('that Sesame knows is not asked of MAST', async () => {
    const client = services(text(M31), { status: 404 });
    expect(await resolveAnyName(client, ' m31 ')).toMatchObject({
      ...{ name: 'M 31', by: 'Sesame (SIMBAD)', longitude: 10.68 },
    });
    expect(hosts(client)).toEqual([SESAME]);
  });

  it('that Sesame does not know is asked of MAST', async () => {
    const client = services(text(UNKNOWN), known('L 98-59', 'SIMBADCFA'));
    expect(await resolveAnyName(client, 'l 98-59')).toEqual({
      ...{ name: 'L 98-59', by: 'MAST (SIMBADCFA)', longitude: 124.5, latitude: -68.25 },
    });
    expect(hosts(client)).toEqual([SESAME, MAST]);
    expect(client.requests[1]?.path).toBe(
      '/Santa-war/query?outputFormat=json&resolveAll=False&name=l%2098-59',
    );
  });

  it.each(['TIC 307210830', 'tic307210830', 'Kic 8462852', 'EPIC 201912552'])(
    'of a catalogue of MAST is asked there first: %s',
    async (name) => {
      const written = name.replace(/^([A-Za-z]+) ?/, (_, prefix: string) => `${prefix} `);
      const client = services(text(UNKNOWN), known(written.toUpperCase(), 'TIC'));
      expect(await resolveAnyName(client, name)).toMatchObject({ by: 'MAST (TIC)' });
      expect(hosts(client)).toEqual([MAST]);
    },
  );

  it('of such a catalogue that MAST does not know is asked of Sesame', async () => {
    const client = services(text(M31), text('{"resolvedCoordinate":[]}'));
    expect(await resolveAnyName(client, 'TIC 1')).toMatchObject({ name: 'M 31' });
    expect(hosts(client)).toEqual([MAST, SESAME]);
  });

  it('that nobody knows', async () => {
    const client = services(text(UNKNOWN), text('{"resolvedCoordinate":[]}'));
    await expect(resolveAnyName(client, 'm87h34hhh')).rejects.toMatchObject({
      code: 'not-found',
      message: 'Nobody knows “m87h34hhh”: SIMBAD, NED, VizieR and MAST were asked.',
    });
  });

  it('is none reaches nobody', async () => {
    const client = services(text(M31), known('x', 'NED'));
    for (const name of ['', '  ', 'x'.repeat(201)]) {
      await expect(resolveAnyName(client, name)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(client.requests).toEqual([]);
  });
});

describe('a service that fails', () => {
  it('gives way to the other', async () => {
    const client = services({ status: 404 }, known('M 31', 'NED'));
    expect(await resolveAnyName(client, 'M 31')).toMatchObject({ by: 'MAST (NED)' });
  });

  it('is named where the other does not know the name', async () => {
    const client = services({ status: 404 }, text('{}'));
    await expect(resolveAnyName(client, 'M 31')).rejects.toMatchObject({
      ...{ code: 'server', retryable: true },
      message: expect.stringMatching(/^“M 31” could not be looked up: /) as string,
    });
  });

  it('does not hide that Sesame does not know the name', async () => {
    const client = services(text(UNKNOWN), { status: 404 });
    await expect(resolveAnyName(client, 'M 31')).rejects.toMatchObject({
      code: 'not-found',
      message: 'Nobody knows “M 31”: SIMBAD, NED and VizieR were asked.',
      hint: expect.stringMatching(/^Check the name, or give coordinates\. \S/) as string,
    });
  });

  it('is not asked after a cancellation', async () => {
    const stop = new AbortController();
    const client = new ScriptedClient(() => {
      stop.abort();
      throw new SkybucketError('cancelled', 'Cancelled.');
    });
    const asked = resolveAnyName(client, 'M 31', { signal: stop.signal });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(client.requests).toHaveLength(1);
  });
});

describe('addresses of the settings', () => {
  it('are asked in place of the real ones', async () => {
    const client = new ScriptedClient(({ path }) =>
      path.startsWith('/names') ? text(UNKNOWN) : known('x', 'NED'),
    );
    const addresses = { sesame: ['http://localhost/names/'], mast: ['http://localhost/mast'] };
    expect(await resolveAnyName(client, 'x', addresses)).toMatchObject({ by: 'MAST (NED)' });
    expect(hosts(client)).toEqual(['localhost', 'localhost']);
  });

  it('leave MAST out', async () => {
    const client = services(text(UNKNOWN), known('x', 'NED'));
    await expect(resolveAnyName(client, 'x', { mast: [] })).rejects.toMatchObject({
      message: 'Nobody knows “x”: SIMBAD, NED and VizieR were asked.',
    });
    expect(hosts(client)).toEqual([SESAME]);
  });
});
