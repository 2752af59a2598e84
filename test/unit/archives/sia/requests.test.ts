import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseBand } from '../../../../src/core/archives/sia/band';
import { siaParameters } from '../../../../src/core/archives/sia/parameters';
import { siaAsPython } from '../../../../src/core/archives/sia/python';
import type { Interval, SiaQuery } from '../../../../src/core/archives/sia/query';
import { siaCall } from '../../../../src/core/archives/sia/request';
import { parseTime } from '../../../../src/core/archives/sia/time';

/** Made by make_requests.py with pyvo, which sends them to a session that only records. */
const RECORDED = JSON.parse(readFileSync(new URL('requests.json', import.meta.url), 'utf8')) as {
  readonly address: string;
  readonly cases: readonly {
    readonly name: string;
    readonly slug: string;
    readonly query: unknown;
    readonly parameters: Readonly<Record<string, readonly string[]>>;
    readonly fromCode?: Readonly<Record<string, readonly string[]>>;
  }[];
};

/** Infinities stand as words in JSON; what is typed is read as the form does. */
function queryOf(value: unknown): SiaQuery {
  const revived = JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    item === 'inf' ? Infinity : item === '-inf' ? -Infinity : item,
  ) as SiaQuery & { typed?: { band?: string[]; time?: string[] } };
  const { typed, ...query } = revived;
  const read = (
    parse: (text: string) => Interval,
    texts: readonly string[] | undefined,
  ): readonly Interval[] | undefined => texts?.map((text) => parse(text));
  return {
    ...query,
    ...(typed?.band && { band: read(parseBand, typed.band) }),
    ...(typed?.time && { time: read(parseTime, typed.time) }),
  };
}

/** pyvo writes `inf` where the VO's standard has `+Inf`: the one difference there is. */
function inOurWords(
  parameters: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [
      name,
      values.map((text) => text.replace(/(^| )-inf\b/g, '$1-Inf').replace(/(^| )inf\b/g, '$1+Inf')),
    ]),
  );
}

/**
 * The recorded parameters, with our number in place of one that differs in its last digit alone: units are
 * converted in another order there.
 */
function asRecorded(
  recorded: Readonly<Record<string, readonly string[]>>,
  ours: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(inOurWords(recorded)).map(([name, values]) => [
      name,
      values.map((text, k) =>
        text
          .split(' ')
          .map((word, at) => {
            const own = ours[name]?.[k]?.split(' ')[at];
            return Math.abs(Number(own) / Number(word) - 1) < 4e-16 ? own : word;
          })
          .join(' '),
      ),
    ]),
  );
}

function grouped(pairs: Iterable<readonly [string, string]>): Record<string, string[]> {
  const out: Record<string, string[]> = {};
  for (const [name, value] of pairs) {
    (out[name] ??= []).push(value);
  }
  return out;
}

const hasTyped = (name: string): boolean =>
  'typed' in (RECORDED.cases.find((recorded) => recorded.name === name)?.query as object);

const CASES = RECORDED.cases.map(
  ({ name, ...recorded }) => [name, { ...recorded, query: queryOf(recorded.query) }] as const,
);

describe('an SIA 2 query has the parameters that pyvo sends', () => {
  it('for at least twenty of them', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(20);
  });

  it.each(CASES)('%s', (name, { query, parameters }) => {
    const ours = grouped(siaParameters(query));
    expect(ours).toEqual(hasTyped(name) ? asRecorded(parameters, ours) : inOurWords(parameters));
  });

  it.each(CASES)('%s, on the way to the service', (_, { query }) => {
    const { address, method } = siaCall({ who: 'IRSA', address: RECORDED.address }, query);
    expect(method).toBe('GET');
    const url = new URL(address);
    expect(url.origin + url.pathname).toBe(RECORDED.address);
    expect(grouped(url.searchParams)).toEqual(grouped(siaParameters(query)));
  });
});

/** The code is kept so that make_requests.py can run it with pyvo. */
describe('the code for pyvo', () => {
  it.each(CASES)('%s', async (_, { slug, query }) => {
    await expect(siaAsPython({ address: RECORDED.address }, query)).toMatchFileSnapshot(
      `python/${slug}.py`,
    );
  });

  it.each(CASES)('of %s sends the same when it is run', (_, { query, fromCode }) => {
    expect(fromCode).toBeDefined();
    expect(inOurWords(fromCode ?? {})).toEqual(grouped(siaParameters(query)));
  });
});
