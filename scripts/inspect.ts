/**
 * `npm run inspect -- URI [options]`: the readers without the editor, for developers and bug reports.
 * Prints the list of HDUs or arrays and what the options ask for, and what reading it cost.
 */
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { aboutFile } from '../src/core/asdf/about';
import { HttpSource } from '../src/core/bytes/http-source';
import { HttpsTarget } from '../src/core/bytes/https-target';
import { LinkEstimate } from '../src/core/bytes/link';
import { Meter } from '../src/core/bytes/meter';
import { SpanReader } from '../src/core/bytes/span-reader';
import type { HttpTarget } from '../src/core/bytes/target';
import { SkybucketError, sentence } from '../src/core/errors';
import { formatInfo, infoLines } from '../src/core/fits/info';
import type { Box } from '../src/core/image/plane';
import { zscale } from '../src/core/image/zscale';
import { PUBLIC_CONNECTION, type Connection } from '../src/core/s3/connection';
import { RegionMemory } from '../src/core/s3/regions';
import { S3Target } from '../src/core/s3/target';
import { parseUri } from '../src/core/s3/uri';
import { FileSource } from '../src/platform/node/file-source';
import { NodeHttpClient } from '../src/platform/node/http-client';
import { nodeTools } from '../src/worker/node-tools';
import { openContent } from '../src/worker/open-content';
import { OpenedFile } from '../src/worker/opened-file';
import { filesBeside, formatArrays, inspectTree } from './lib/inspect-asdf';
import { inspectChecksums, inspectTable, printTable } from './lib/inspect-hdu';
import { inspectWcs, printWcs } from './lib/inspect-wcs';

const USAGE = `Usage: npm run inspect -- URI [options]
  URI                       a path, s3://bucket/key, or an https:// link
  --hdu N                   the HDU or array of the options below; otherwise the first that can be shown
  --header                  its header
  --section x0:x1,y0:y1     statistics of a section, 0-based and half-open
  --pixel x,y               the exact value of a pixel, 0-based
  --wcs x,y                 the coordinates of a pixel, 0-based, also between pixels: sky, scale, north
                            and east, other axes, and what is wrong with them
  --slice i,j,…             the plane, 0-based from the third axis on
  --rows N                  the columns of its table, and the first N rows
  --checksum                whether the sums of all HDUs or blocks are right
  --tree                    the tree of an ASDF file, or of the one in the HDU, as YAML
  --endpoint URL            an S3 server other than Amazon's
  --json                    all of it as JSON`;

interface Statistics {
  readonly pixels: number;
  readonly finite: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  readonly median: number;
  readonly zscale: { readonly low: number; readonly high: number } | undefined;
}

type Values = Float32Array | Float64Array;

function parseCommandLine() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{
        hdu: text,
        section: text,
        pixel: text,
        wcs: text,
        slice: text,
        rows: text,
        endpoint: text,
      },
      ...{ header: flag, checksum: flag, tree: flag, json: flag, help: flag },
    },
  });
  return { ...values, uri: positionals[0], surplus: positionals.slice(1) };
}

type Options = ReturnType<typeof parseCommandLine>;

function usageError(problem: string): SkybucketError {
  return new SkybucketError('bad-address', `${problem}\n${USAGE}`);
}

/** Whole numbers that match a pattern such as `x0:x1,y0:y1`. */
function integers(text: string, pattern: RegExp, option: string): number[] {
  if (!pattern.test(text)) {
    throw usageError(`"${text}" is no value for ${option}.`);
  }
  return text.split(/[:,]/).map(Number);
}

/** Two numbers, not only whole ones. */
function numbers(text: string, option: string): number[] {
  const pair = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (pair.length !== 2 || !pair.every(Number.isFinite)) {
    throw usageError(`"${text}" is no value for ${option}.`);
  }
  return pair;
}

function parseSection(text: string): Box {
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = integers(text, /^\d+:\d+,\d+:\d+$/, '--section');
  return { x0, x1, y0, y1 };
}

function openReader(uri: string, endpoint: string | undefined, client: NodeHttpClient) {
  if (!/^(?:https?|s3[an]?):/i.test(uri)) {
    const source = new FileSource(uri);
    return { source, reader: new SpanReader(source, { local: true }) };
  }
  const link = new LinkEstimate();
  const source = new HttpSource(client, targetOf(uri, endpoint), { link });
  return { source, reader: new SpanReader(source, { link }) };
}

function targetOf(uri: string, endpoint: string | undefined): HttpTarget {
  const parsed = parseUri(uri);
  if (parsed.kind === 'link') {
    return new HttpsTarget(parsed.url);
  }
  if (parsed.kind === 'prefix') {
    throw usageError(`${uri} is a folder, not a file.`);
  }
  const regions = new RegionMemory();
  if (parsed.region !== undefined) {
    regions.expect(PUBLIC_CONNECTION.id, parsed.bucket, parsed.region);
  }
  const connection: Connection =
    endpoint === undefined
      ? PUBLIC_CONNECTION
      : { ...PUBLIC_CONNECTION, id: 'inspect', endpoint, pathStyle: true };
  return new S3Target(connection, parsed, regions);
}

function statisticsOf(values: Values): Statistics {
  const finite = Float64Array.from(values.filter((value) => Number.isFinite(value))).sort();
  const count = finite.length;
  const mean = finite.reduce((sum, value) => sum + value, 0) / count;
  const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const upper = finite[count >> 1] ?? NaN;
  const lower = finite[(count - 1) >> 1] ?? NaN;
  return {
    pixels: values.length,
    finite: count,
    min: finite[0] ?? NaN,
    max: finite[count - 1] ?? NaN,
    mean,
    std: Math.sqrt(variance),
    median: (lower + upper) / 2,
    zscale: zscale(values),
  };
}

async function inspect(uri: string, options: Options, client: NodeHttpClient) {
  const slice =
    options.slice === undefined ? [] : integers(options.slice, /^\d+(,\d+)*$/, '--slice');
  const section = options.section === undefined ? undefined : parseSection(options.section);
  const pixel =
    options.pixel === undefined ? undefined : integers(options.pixel, /^\d+,\d+$/, '--pixel');
  const place = options.wcs === undefined ? undefined : numbers(options.wcs, '--wcs');
  const wanted = options.hdu === undefined ? undefined : integers(options.hdu, /^\d+$/, '--hdu')[0];

  const [rows] = options.rows === undefined ? [] : integers(options.rows, /^\d+$/, '--rows');

  const meter = new Meter();
  const tools = nodeTools(tmpdir());
  const { source, reader: packed } = openReader(uri, options.endpoint, client);
  const file = new OpenedFile(packed, tools.unpack);
  // Whoever types the command has decided.
  file.agree();
  try {
    const opened = await file.open({ meter });
    const content = openContent(opened, tools, filesBeside(uri));
    for await (const step of content.find({ meter })) {
      void step;
    }
    const { lines, warnings, first } = content.parts();
    const hdu = wanted ?? first ?? 0;
    const plane = section || pixel ? (await content.image(hdu, { meter })).plane(slice) : undefined;
    const values = section && (await plane?.section(section, { meter }))?.values;
    const [x = 0, y = 0] = pixel ?? [];
    const table = rows === undefined ? undefined : await content.table(hdu, { meter });
    return {
      uri: file.label,
      size: await packed.size({ meter }),
      compression: file.compression,
      format: content.format,
      hdus: opened.asdf ? undefined : infoLines(opened.index.known),
      arrays: opened.asdf && lines,
      about: opened.asdf && aboutFile(opened.asdf),
      warnings: [...file.warnings, ...warnings],
      hdu,
      header: options.header ? (await content.header(hdu, false, { meter })).cards : undefined,
      tree: options.tree ? await inspectTree(content, hdu, meter) : undefined,
      statistics: values && statisticsOf(values),
      pixel: pixel && { x, y, value: await plane?.exact(x, y, { meter }), unit: plane?.unit },
      wcs: place && (await inspectWcs(content, hdu, place, slice, meter)),
      table: table && (await inspectTable(table, rows ?? 0, meter)),
      checksums: options.checksum ? await inspectChecksums(content, meter) : undefined,
      cost: meter.figures(),
    };
  } finally {
    await file.close();
    await source.close();
  }
}

type Inspection = Awaited<ReturnType<typeof inspect>>;

function print(result: Inspection): void {
  const { hdu, header, statistics, pixel, wcs, table, checksums, compression, cost } = result;
  const packed = compression === undefined ? '' : `, compressed with ${compression}`;
  console.log(`${result.uri} (${result.size} bytes${packed})`);
  console.log(result.hdus ? formatInfo(result.hdus) : formatArrays(result.arrays ?? []));
  result.about?.forEach(({ label, text }) => console.log(`${label}: ${text}`));
  result.warnings.forEach((warning) => console.log(`warning: ${warning}`));
  if (header) {
    console.log(`\nHeader of ${hdu}:`);
    header.forEach(({ raw }) => console.log(raw.trimEnd()));
  }
  if (result.tree !== undefined) {
    console.log(`\nTree:\n${result.tree}`);
  }
  if (statistics) {
    console.log(`\nSection of ${hdu}:`);
    for (const [name, value] of Object.entries(statistics)) {
      console.log(`${name.padEnd(8)} ${typeof value === 'number' ? value : JSON.stringify(value)}`);
    }
  }
  if (pixel) {
    console.log(`\nPixel (${pixel.x}, ${pixel.y}) of ${hdu}: ${pixel.value} ${pixel.unit ?? ''}`);
  }
  if (wcs) {
    printWcs(hdu, wcs);
  }
  if (table) {
    printTable(hdu, table);
  }
  if (checksums) {
    console.log('\nChecksums:');
    checksums.forEach((verdict) => console.log(`${verdict.hdu}: ${verdict.text}`));
  }
  const share = ((100 * cost.bytes) / result.size).toFixed(2);
  const milliseconds = cost.milliseconds.toFixed(0);
  console.log(
    `\n${cost.bytes} bytes (${share} %), ${cost.requests} requests, ${cost.rounds} rounds, ${milliseconds} ms`,
  );
}

async function main(): Promise<void> {
  const options = parseCommandLine();
  if (options.help || options.uri === undefined || options.surplus.length > 0) {
    console.log(USAGE);
    process.exitCode = options.help ? 0 : 1;
    return;
  }
  const client = new NodeHttpClient();
  try {
    const result = await inspect(options.uri, options, client);
    if (options.json) {
      console.log(JSON.stringify(result, null, 2));
    } else {
      print(result);
    }
  } finally {
    client.dispose();
  }
}

main().catch((error: unknown) => {
  // What is not ours is a bug, and its stack is what a report needs.
  console.error(error instanceof SkybucketError ? sentence(error) : error);
  process.exitCode = 1;
});
