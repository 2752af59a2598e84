import type { Chunk, ChunkContent } from './chunk';

interface Entry {
  readonly content: ChunkContent;
  users: number;
  weight: number;
}

const USUAL_BYTES = 64 * 1024 * 1024;

/** Unpacked chunks of all blocks of a file: those used last are kept, up to a bound of bytes. */
export class DecodedChunks {
  /** The one used last stands last. */
  private readonly entries = new Map<Chunk, Entry>();
  private bytes = 0;

  /** @param mostBytes kept beside what is in use. */
  constructor(private readonly mostBytes = USUAL_BYTES) {}

  /** Bytes of memory all of them take. */
  get weight(): number {
    return this.bytes;
  }

  /** Runs `use` with the content of the chunk, which stays the only one as long as somebody uses it. */
  async with<T>(chunk: Chunk, use: (content: ChunkContent) => Promise<T>): Promise<T> {
    const entry = this.entries.get(chunk) ?? { content: chunk.open(), users: 0, weight: 0 };
    this.entries.delete(chunk);
    this.entries.set(chunk, entry);
    entry.users += 1;
    try {
      return await use(entry.content);
    } finally {
      entry.users -= 1;
      this.bytes += entry.content.weight - entry.weight;
      entry.weight = entry.content.weight;
      this.trim();
    }
  }

  private trim(): void {
    for (const [chunk, entry] of this.entries) {
      if (this.bytes <= this.mostBytes) {
        return;
      }
      if (entry.users === 0) {
        this.entries.delete(chunk);
        this.bytes -= entry.weight;
      }
    }
  }
}
