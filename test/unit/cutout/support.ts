import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { PlaneOptions } from '../../../src/core/image/plane';
import { PlaneView } from '../../../src/core/image/plane-view';
import type { CutoutParams } from '../../../src/protocol/cutout';
import type { PlaneRef } from '../../../src/protocol/methods';
import type { RpcHandlers } from '../../../src/protocol/rpc-server';
import type { Content } from '../../../src/worker/content';
import { cutoutHandlers } from '../../../src/worker/cutout-handlers';
import type { CutoutQuestions } from '../../../src/worker/methods';
import { nodeTools } from '../../../src/worker/node-tools';
import { openContent } from '../../../src/worker/open-content';
import { OpenedFile } from '../../../src/worker/opened-file';
import { NO_OTHER_FILES } from '../../../src/worker/other-files';

const FIXTURES = new URL('../../fixtures/', import.meta.url);

/** What Cutout2D made (test/fixtures/make_cutouts.py). */
export interface Truth {
  readonly file: string;
  readonly hdu: number;
  readonly slice: readonly number[];
  readonly centre: readonly [number, number] | string;
  readonly width: string;
  readonly height: string;
  readonly mode: 'trim' | 'partial' | 'strict';
  readonly cutout: {
    readonly x0: number;
    readonly y0: number;
    readonly width: number;
    readonly height: number;
    readonly crpix: readonly [number, number];
    readonly sip?: readonly [number, number];
    readonly pixels: readonly [number[], number[]];
    readonly world: readonly (readonly number[])[];
    /** float64 in base64. */
    readonly floats?: string;
    readonly integers?: readonly string[];
  };
}

export const truths = JSON.parse(
  readFileSync(new URL('cutouts.json', FIXTURES), 'utf8'),
) as readonly Truth[];

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`cutouts/${name}.fits`, FIXTURES)));
}

export function localReader(bytes: Uint8Array, label: string): ByteReader {
  return new SpanReader(new MemorySource(label, bytes), { local: true });
}

export async function contentOf(reader: ByteReader): Promise<Content> {
  const tools = nodeTools(tmpdir());
  const file = await new OpenedFile(reader, tools.unpack).open({});
  const content = openContent(file, tools, NO_OTHER_FILES);
  for await (const found of content.find({})) {
    void found;
  }
  return content;
}

export function handlersFor(content: Content): RpcHandlers<CutoutQuestions> {
  const open = async (ref: PlaneRef, options: PlaneOptions): Promise<PlaneView> =>
    new PlaneView((await content.image(ref.hdu, options)).plane(ref.slice));
  return cutoutHandlers(async () => content, open);
}

/** The handlers for a committed file. */
export async function fixtureHandlers(name: string): Promise<RpcHandlers<CutoutQuestions>> {
  return handlersFor(await contentOf(localReader(fixture(name), `folder/${name}.fits`)));
}

export const params = (given: Partial<CutoutParams & PlaneRef>): CutoutParams & PlaneRef => ({
  hdu: 0,
  slice: [],
  centre: [30, 20],
  frame: 'own',
  origin: 0,
  width: '10',
  height: '10',
  mode: 'trim',
  ...given,
});

/** For `make_cutouts.py --check`, where that is asked for. */
export function keep(name: string, bytes: Uint8Array): void {
  const folder = process.env['SKYBUCKET_CUTOUTS'];
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

export function call<T>(): {
  signal: AbortSignal;
  progress: (body: T) => Promise<void>;
  reports: T[];
} {
  const reports: T[] = [];
  return {
    signal: new AbortController().signal,
    progress: async (body) => void reports.push(body),
    reports,
  };
}
