import { createHash } from 'node:crypto';
import { SkybucketError } from '../core/errors';
import type { Memory } from './links';

const KEY = 'skybucket.views';
const MOST_KEPT = 200;
const MOST_BYTES = 16 * 1024;

type Kept = readonly [document: string, state: string];

/**
 * The state of viewers by the document they show, beyond the life of their editors. Of several editors
 * of one document the last to change counts; of too many documents the one unchanged for longest is
 * forgotten. A viewer says its state when it opens, so that is also the one not opened for longest.
 */
export class RememberedViews {
  constructor(private readonly memory: Memory) {}

  /**
   * @param document what tells it from others; see `documentName`. Only a digest of it is written down.
   * @throws SkybucketError `too-large` for more than 16 KB of JSON
   */
  async remember(document: string, state: unknown): Promise<void> {
    const text = JSON.stringify(state ?? null);
    if (Buffer.byteLength(text) > MOST_BYTES) {
      throw new SkybucketError('too-large', 'The state of this viewer is too large to be kept.');
    }
    const name = nameOf(document);
    const others = this.kept().filter(([other]) => other !== name);
    await this.memory.update(KEY, [...others.slice(1 - MOST_KEPT), [name, text]]);
  }

  /** What was remembered last, or null. */
  restore(document: string): unknown {
    const name = nameOf(document);
    const text = this.kept().find(([other]) => other === name)?.[1];
    return text === undefined ? null : parsed(text);
  }

  private kept(): readonly Kept[] {
    const value = this.memory.get<unknown>(KEY);
    return Array.isArray(value) ? value.filter(isKept) : [];
  }
}

/** Short, whatever the length of a key, and nothing that an address may give away. */
function nameOf(document: string): string {
  return createHash('sha256').update(document).digest('hex').slice(0, 20);
}

function isKept(value: unknown): value is Kept {
  return Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === 'string');
}

/** Another version of Skybucket, or a disk that failed, may have left anything. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
