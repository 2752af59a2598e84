import { describe, expect, it } from 'vitest';
import { askLinks } from '../../src/core/archives/datalink/request';
import { findSiaEndpoint } from '../../src/core/archives/sia/capabilities';
import { searchSia } from '../../src/core/archives/sia/search';
import { capabilitiesOf } from '../../src/core/archives/tap/capabilities';
import { runQuery } from '../../src/core/archives/tap/run';
import { TapTables } from '../../src/core/archives/tap/tables';
import { createJob, jobAt } from '../../src/core/archives/tap/uws';
import { serverAddress } from './server-address';
import { http, slowQuery, tap, tools, WHO } from './services';

const QUERY = { query: 'SELECT TOP 1 obs_id FROM skybucket.images' };
const RETRY = {
  ...{ retries: 1, firstPauseMs: 1, longestPauseMs: 1, longestRetryAfterMs: 1 },
  random: () => 0,
};
const ENDLESS = { query: slowQuery(64) };

describe('an address where nothing is', () => {
  const elsewhere = { ...tap, address: `${serverAddress}/nothing/here` };

  it.each<[string, () => Promise<unknown>]>([
    ['a query', () => runQuery(elsewhere, QUERY)],
    ['a job', () => createJob(elsewhere, QUERY)],
    ['capabilities', () => capabilitiesOf(elsewhere)],
    ['tables', () => new TapTables(elsewhere).schemas()],
    ['an image search', () => searchSia(tools, { who: WHO, address: elsewhere.address }, {})],
    ['links', () => askLinks(tools, WHO, elsewhere.address, ['ivo://x'])],
    ['a service to find', () => findSiaEndpoint(tools, elsewhere.address, WHO)],
  ])('does not give %s', async (_, ask) => {
    const from = http.sent.length;
    await expect(ask()).rejects.toMatchObject({ code: 'not-found', retryable: false });
    // That does not pass: nothing is asked for again.
    const sent = http.sent.slice(from);
    expect(new Set(sent).size).toBe(sent.length);
  });
});

describe('a service of another kind', () => {
  it('has no image search', async () => {
    await expect(findSiaEndpoint(tools, tap.address, WHO)).rejects.toMatchObject({
      ...{ code: 'not-found', message: 'DaCHS is no image search (SIA 2).' },
    });
  });

  it('has no TAP', async () => {
    const sia = { ...tap, address: `${serverAddress}/skybucket/q/sia` };
    await expect(capabilitiesOf(sia)).rejects.toMatchObject({
      ...{ code: 'server', message: 'DaCHS does not say that it is a TAP service.' },
    });
  });

  it('that is a web page is told as one', async () => {
    const page = { who: WHO, address: `${serverAddress}/` };
    const once = { ...tools, retry: { ...RETRY, retries: 0 } };
    await expect(searchSia(once, page, {})).rejects.toMatchObject({
      code: 'server',
      message: expect.stringMatching(/^DaCHS answered with a web page instead of data/) as string,
    });
  });
});

describe('a server that takes too long', () => {
  it('is left', async () => {
    const asked = runQuery(tap, ENDLESS, { timeoutMs: 1500 });
    await expect(asked).rejects.toMatchObject({
      ...{ code: 'timeout', message: 'DaCHS did not answer within 1.5 s.', retryable: true },
    });
  });

  it('is left when the user wants to', async () => {
    const stop = new AbortController();
    const asked = runQuery(tap, ENDLESS, { signal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a server that is not there', () => {
  it('cannot be reached', async () => {
    // The port of “discard”: nobody listens.
    const nobody = {
      ...{ ...tap, address: 'http://127.0.0.1:9/tap' },
      tools: { ...tools, retry: RETRY },
    };
    await expect(runQuery(nobody, QUERY)).rejects.toMatchObject({ code: 'network' });
  });
});

describe('a job that never was', () => {
  it('is gone', async () => {
    await expect(jobAt(tap, `${tap.address}/async/nothing`)).rejects.toMatchObject({
      ...{ code: 'not-found', message: 'DaCHS has this job no more.' },
    });
  });
});
