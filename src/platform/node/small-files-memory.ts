/** Bytes of a slot: larger files go their way by themselves, what theirs takes beside their bytes does not count. */
export const SLOT = 1024 * 1024;
/** The queue has fewer small files under way; what comes beside them goes the ordinary way. */
const SLOTS = 144;

/**
 * Memory that two threads have, in slots of a file each. It is one block, handed over once: to hand over a block for
 * each file costs more than to write the file does, and so does making one. What nobody has written to takes no memory.
 */
export class SmallFilesMemory {
  private made: SharedArrayBuffer | undefined;
  private readonly free = Array.from({ length: SLOTS }, (_, slot) => slot).reverse();

  /** Made when it is first asked for. */
  get buffer(): SharedArrayBuffer {
    return (this.made ??= new SharedArrayBuffer(SLOT * SLOTS));
  }

  /** The number of a slot, which has in it what an earlier file has left; undefined where all are taken. */
  take(): number | undefined {
    return this.free.pop();
  }

  giveBack(slot: number): void {
    this.free.push(slot);
  }

  get isUnused(): boolean {
    return this.free.length === SLOTS;
  }
}

/** The bytes of a slot, at most {@link SLOT} of them. */
export function slotBytes(buffer: SharedArrayBuffer, slot: number, length: number): Uint8Array {
  return new Uint8Array(buffer, slot * SLOT, Math.min(SLOT, length));
}
