import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { ByteReader } from '../../../../src/core/bytes/reader';
import { MemorySource } from '../../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../../src/core/bytes/span-reader';
import type { RpcHandlers } from '../../../../src/protocol/rpc-server';
import { imageHandlers } from '../../../../src/worker/image-handlers';
import type { ImageMethods } from '../../../../src/worker/methods';
import { nodeTools } from '../../../../src/worker/node-tools';
import type { OtherFiles } from '../../../../src/worker/other-files';

const GOLDEN = new URL('../../../fixtures/golden/', import.meta.url);

export function goldenBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(path.replace('#', '%23'), GOLDEN)));
}

export function goldenTruth<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`truth/${path}.json`, GOLDEN), 'utf8')) as T;
}

export function localReader(bytes: Uint8Array, label = 'a.asdf'): ByteReader {
  return new SpanReader(new MemorySource(label, bytes), { local: true });
}

/** What a worker answers of a file. */
export function handlersOf(reader: ByteReader, others?: OtherFiles): RpcHandlers<ImageMethods> {
  return imageHandlers(reader, nodeTools(tmpdir()), undefined, others);
}

export function goldenHandlers(path: string, others?: OtherFiles): RpcHandlers<ImageMethods> {
  return handlersOf(localReader(goldenBytes(path), path), others);
}

/** A call whose reports are kept. */
export function call<T>(): {
  signal: AbortSignal;
  progress: (body: T) => Promise<void>;
  reports: T[];
} {
  const reports: T[] = [];
  const progress = async (body: T): Promise<void> => void reports.push(body);
  return { signal: new AbortController().signal, progress, reports };
}
