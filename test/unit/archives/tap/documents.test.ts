import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCapabilities } from '../../../../src/core/archives/tap/capabilities';
import { readJob, tableOf } from '../../../../src/core/archives/tap/job';
import { runQuery } from '../../../../src/core/archives/tap/run';
import { readTableset } from '../../../../src/core/archives/tap/tableset';
import { FakeTap } from './fake-tap';

/** Beside the project, where there is one (CONTRIBUTING.md). */
const GOLDEN = new URL('../../../../../shared/golden/', import.meta.url);
const golden = (path: string): string => readFileSync(new URL(path, GOLDEN), 'utf8');

/** What pyvo reads from the same files, by make_requests.py. */
interface Truth {
  readonly capabilities: {
    readonly formats: readonly string[];
    readonly aliases: readonly (readonly string[])[];
    readonly uploads: readonly string[];
    readonly models: readonly string[];
    readonly rows: readonly number[];
    readonly upload: number;
    readonly execution: number;
    readonly retention: number;
    readonly language: readonly [string, readonly string[]];
    readonly features: Readonly<Record<string, readonly string[]>>;
  };
  readonly tables: readonly (readonly [string, string | null])[];
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly id: string;
        readonly phase: string;
        readonly version: string;
        readonly executionDuration: number;
        readonly destruction: string | null;
        readonly quote: string | null;
        readonly started: string | null;
        readonly ended: string | null;
        readonly parameters: Readonly<Record<string, string>>;
        readonly results: readonly (readonly [string, string])[];
      }
    >
  >;
}

const truth = JSON.parse(readFileSync(new URL('documents.json', import.meta.url), 'utf8')) as Truth;

async function* bytes(text: string, size = 100): AsyncGenerator<Uint8Array> {
  const all = new TextEncoder().encode(text);
  for (let at = 0; at < all.length; at += size) {
    yield await Promise.resolve(all.subarray(at, at + size));
  }
}

describe.skipIf(!existsSync(GOLDEN))('the recorded documents are read as pyvo reads them', () => {
  it('capabilities', () => {
    const read = readCapabilities(golden('tap/tap_capabilities.xml'), 'GAVO');
    const { capabilities } = truth;
    expect(read.formats.map(({ mime }) => mime)).toEqual(capabilities.formats);
    expect(read.formats.map(({ aliases }) => aliases)).toEqual(capabilities.aliases);
    expect(read.uploads).toEqual(capabilities.uploads.map((id) => id.replace(/.*#upload-/, '')));
    expect(read.dataModels).toEqual(capabilities.models);
    expect(read.rows).toEqual({
      default: capabilities.rows[0],
      hard: capabilities.rows[1],
      unit: 'row',
    });
    expect(read.upload).toEqual({ default: undefined, hard: capabilities.upload, unit: 'byte' });
    expect([read.execution.default, read.retention.default]).toEqual([
      capabilities.execution,
      capabilities.retention,
    ]);
    const [language] = read.languages;
    expect([language?.name, language?.versions]).toEqual(capabilities.language);
    for (const [type, forms] of Object.entries(capabilities.features)) {
      const name = type.replace(/.*#/, '');
      const found =
        name === 'features-udf'
          ? language?.functions.flatMap(({ signatures }) => signatures)
          : name === 'features-adqlgeo'
            ? language?.geometry
            : language?.features[name];
      expect(found).toEqual(forms);
    }
    expect(language?.functions.find(({ name }) => name === 'gavo_match')?.description).toBe(
      'gavo_match returns 1 if the POSIX regular expression pattern matches anything in string, 0 otherwise.',
    );
  });

  it('capabilities of a service without TAP are refused', () => {
    expect(() => readCapabilities(golden('tap/sia2_capabilities.xml'), 'GAVO')).toThrow(
      'GAVO does not say that it is a TAP service.',
    );
    // DaCHS names its TAP service so in the capabilities of others.
    const auxiliary = '<c><capability standardID="ivo://ivoa.net/std/TAP#aux"/></c>';
    expect(() => readCapabilities(auxiliary, 'GAVO')).toThrow(
      'GAVO does not say that it is a TAP service.',
    );
  });

  it('tables', async () => {
    const { schemas, tables } = await readTableset(bytes(golden('tap/tap_tables.xml')), 'GAVO', {
      mostBytes: 1e6,
    });
    expect(tables.map(({ name, description }) => [name, description ?? null])).toEqual(
      truth.tables,
    );
    expect(tables.every(({ schema, columns }) => schema === 'test' && columns === undefined)).toBe(
      true,
    );
    expect(schemas).toMatchObject([{ name: 'test', description: 'This is a unittest schema' }]);
  });

  it.each(Object.entries(truth.jobs))('%s', (name, expected) => {
    const job = readJob(golden(`tap/${name}`), 'https://example.com/tap/async/1', 'GAVO');
    const time = (text: string | undefined): string | null =>
      text === undefined
        ? null
        : new Date(text.endsWith('Z') ? text : `${text}Z`).toISOString().slice(0, -1);
    expect({
      ...{ id: job.id, phase: job.phase, version: job.version },
      executionDuration: job.executionDuration,
      ...{ destruction: time(job.destruction), quote: time(job.quote) },
      ...{ started: time(job.started), ended: time(job.ended) },
      parameters: { ...job.parameters },
      results: job.results.map(({ id, href }) => [id, href]),
    }).toEqual({
      ...expected,
      parameters: Object.fromEntries(
        Object.entries(expected.parameters).map(([id, text]) => [id.toLowerCase(), text]),
      ),
    });
    expect(tableOf(job)).toBe(expected.results[0]?.[1]);
  });

  it('an answer that is an error', async () => {
    const tap = new FakeTap();
    tap.instead = () => ({ body: golden('votable/query_errorstatus.xml') });
    await expect(runQuery(tap.service(), { query: 'x' })).rejects.toMatchObject({
      ...{ code: 'server', retryable: false },
      message: 'EXAMPLE refuses the query and does not say why.',
    });
    tap.instead = () => ({ body: golden('votable/irsa-nph-error.xml') });
    await expect(runQuery(tap.service(), { query: 'x' })).rejects.toMatchObject({
      message: expect.stringContaining('wrong or missing coordinate/object name') as string,
    });
  });

  it('an answer that is cut', async () => {
    const tap = new FakeTap();
    tap.instead = () => ({ body: golden('votable/query_overflowstatus.xml') });
    const { table, partial } = await runQuery(tap.service(), { query: 'x' });
    expect(table.rows).toBe(3);
    expect(partial).toBe(
      'EXAMPLE has more than these 3 rows: its limit, or the one asked for, was reached.',
    );
  });
});

describe('a job document', () => {
  const read = (inside: string, version = ''): ReturnType<typeof readJob> =>
    readJob(`<job${version}>${inside}</job>`, 'https://example.org/tap/async/9', 'X');

  it('may leave out nearly all', () => {
    expect(read('')).toEqual({
      ...{ address: 'https://example.org/tap/async/9', id: '9', phase: 'UNKNOWN', version: '1.0' },
      ...{ quote: undefined, created: undefined, started: undefined, ended: undefined },
      ...{
        executionDuration: undefined,
        destruction: undefined,
        parameters: {},
        results: [],
        error: undefined,
      },
    });
  });

  it('may have a phase nobody knows, and results in any order', () => {
    expect(read('<phase>executing</phase>').phase).toBe('EXECUTING');
    expect(read('<phase>DREAMING</phase>').phase).toBe('UNKNOWN');
    const results =
      '<results><result id="log" href="a/log"/><result id="result" href="b"/></results>';
    expect(tableOf(read(results))).toBe('b');
    expect(tableOf(read('<results><result id="x" href="c"/></results>'))).toBe('c');
    expect(tableOf(read(''))).toBe('https://example.org/tap/async/9/results/result');
  });

  it.each(['', '<html><body>No</body></html>', '<job><phase>', 'plain', '<a>'.repeat(500)])(
    'is not %j',
    (text) => {
      expect(() => readJob(text, 'https://example.org/x', 'X')).toThrow(/X/);
    },
  );
});
