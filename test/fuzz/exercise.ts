import { tmpdir } from 'node:os';
import { MemorySource } from '../../src/core/bytes/memory-source';
import { SpanReader } from '../../src/core/bytes/span-reader';
import { SkybucketError } from '../../src/core/errors';
import {
  EMBEDDED_ARRAYS,
  type HduLine,
  type PlaneReply,
  type PlaneRef,
} from '../../src/protocol/methods';
import { imageHandlers } from '../../src/worker/image-handlers';
import { nodeTools } from '../../src/worker/node-tools';
import { askTable } from './exercise-table';
import { askTree, type Call } from './exercise-tree';
import type { Random } from './random';
import type { Surroundings } from './surroundings';

/** Shares of the cases in which what takes long is asked; the rest is asked always. */
const SELDOM = 0.25;
const OFTEN = 0.5;

/** Milliseconds after which somebody takes back what takes long. */
const PATIENCE = 100;

/** What a question threw that is no SkybucketError. */
export interface Fault {
  readonly question: string;
  readonly error: unknown;
}

/**
 * Asks the worker all that a viewer can ask of a file.
 *
 * @param focus the HDU that is looked at in any case.
 * @param surroundings what is around the file.
 * @param onQuestion told before each question what it is.
 */
export async function exercise(
  bytes: Uint8Array,
  focus: number,
  random: Random,
  onQuestion: (question: string) => void,
  { label, local, others, otherParts, cancelled, most }: Surroundings,
): Promise<Fault | undefined> {
  const reader = new SpanReader(new MemorySource(label, bytes), { local });
  const handlers = imageHandlers(reader, nodeTools(tmpdir()), undefined, others);
  const progress = async (): Promise<void> => undefined;
  let call: Call = { signal: new AbortController().signal, progress };
  let fault: Fault | undefined;

  async function ask<T>(
    question: string,
    answer: () => Promise<T>,
    share = 1,
    size = 0,
  ): Promise<T | undefined> {
    if (!random.chance(share)) {
      return undefined;
    }
    onQuestion(question);
    try {
      const asker = new AbortController();
      call = { signal: asker.signal, progress };
      if (cancelled > 0 && random.chance(cancelled)) {
        void turns(random.below(30)).then(() => asker.abort());
      }
      const patience = size > most ? setTimeout(() => asker.abort(), PATIENCE) : undefined;
      try {
        return await answer();
      } finally {
        clearTimeout(patience);
      }
    } catch (error) {
      if (!(error instanceof SkybucketError) || !isSentence(error.message)) {
        fault ??= { question, error };
      }
      return undefined;
    }
  }

  async function askPlane(ref: PlaneRef): Promise<void> {
    const plane = await ask('plane', () => handlers.plane(ref, call));
    if (!plane) {
      return;
    }
    const size = { width: 40, height: 30 };
    const pixels = plane.width * plane.height;
    await ask('overview', () => handlers.overview({ ...ref, ...size }, call), SELDOM, pixels);
    const box = boxIn(plane, random);
    await ask('pixels', () => handlers.pixels({ ...ref, ...box }, call));
    await ask('value', () => handlers.value({ ...ref, x: box.x1 - 1, y: box.y1 - 1 }, call));
    const tile = { ...ref, ...box, step: 1 };
    await ask('tile', () => handlers.tile(tile, call), OFTEN);
    await ask('histogram', () => handlers.histogram({ ...ref, low: 0, high: 9, bins: 4 }, call));
    await ask('statistics', () => handlers.statistics({ ...ref, ...box }, call), OFTEN);
    if (plane.mask) {
      const mask = plane.mask.ref;
      const { x1, y1 } = box;
      await ask('mask', () => handlers.value({ ...mask, x: x1 - 1, y: y1 - 1 }, call));
      await ask('bits of the mask', () => handlers.pixels({ ...mask, bits: 5, ...box }, call));
    }
    if (plane.axes.length > 0) {
      const slice = plane.axes.map((length) => Math.max(0, length - 1));
      await ask('last slice', () => handlers.pixels({ ...ref, slice, ...box }, call));
    }
  }

  async function askHdu({
    index: hdu,
    picture,
    table,
    line,
    tree,
    storage,
  }: HduLine): Promise<void> {
    await ask('header', () => handlers.header({ hdu }, call));
    await ask('stored header', () => handlers.header({ hdu, stored: true }, call));
    await ask('checksum', () => handlers.checksum({ hdu }, call));
    const ref: PlaneRef = { hdu, slice: [] };
    if (tree) {
      const inTree = await askTree(handlers, () => call, ask, hdu, random);
      const embedded = inTree.filter(({ index }) => index >= EMBEDDED_ARRAYS).slice(0, 3);
      for (const array of embedded) {
        await askHdu(array);
      }
    }
    if (storage !== undefined) {
      await ask('agree', () => handlers.agree({ hdu }, call), SELDOM);
    }
    if (line) {
      const plane = await ask('plane', () => handlers.plane(ref, call));
      const x1 = plane?.width ?? 1;
      await ask('line', () => handlers.line({ ...ref, x0: 0, x1, points: 50 }, call), 1, x1);
    }
    // What has no picture is asked for one all the same.
    if (picture === 'yes' || random.chance(0.1)) {
      await askPlane(ref);
    }
    if (table || random.chance(0.1)) {
      await askTable({ handlers, call: () => call, ask, random, askPlane }, hdu);
    }
  }

  const structure = await ask('structure', () => handlers.structure({}, call));
  const lines = [...(structure?.lines ?? [])];
  const trees = structure?.format === 'ASDF' ? lines.splice(0, 1) : [];
  const first = trees.length > 0 ? focus % lines.length : Math.min(focus, lines.length - 1);
  const chosen = [...trees, ...lines.splice(first, 1)];
  for (let more = 0; more < otherParts && lines.length > 0; more += 1) {
    chosen.push(...lines.splice(random.below(lines.length), 1));
  }
  for (const line of chosen) {
    await askHdu(line);
  }
  return fault;
}

/** Lets others work for a while. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await undefined;
  }
}

/** One clear sentence: what no template or number has spoilt. */
function isSentence(message: string): boolean {
  const ours = message.replace(/"[^"]*"/g, '');
  return /[.!?]$/.test(message) && !/undefined|\[object/.test(ours);
}

function boxIn({ width, height }: PlaneReply, random: Random) {
  const x0 = random.chance(0.5) ? 0 : Math.max(0, width - 20);
  const y0 = random.chance(0.5) ? 0 : Math.max(0, height - 20);
  return { x0, y0, x1: Math.min(width, x0 + 20), y1: Math.min(height, y0 + 20) };
}
