/** Thrown by {@link Bits} where the bytes at hand are used up. */
export class OutOfBits extends Error {}

/** Bits of bytes that are at hand, highest first. */
export class Bits {
  private at = 0;
  private held = 0;
  private heldBits = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** How many have been used. */
  get used(): number {
    return 8 * this.at - this.heldBits;
  }

  /** The next 1 to 24 bits, without using them; zeros beyond the end. */
  peek(count: number): number {
    while (this.heldBits < count) {
      this.held = (this.held << 8) | (this.bytes[this.at] ?? 0);
      this.at += 1;
      this.heldBits += 8;
    }
    return (this.held >>> (this.heldBits - count)) & ((1 << count) - 1);
  }

  /**
   * Uses bits that have been peeked at.
   *
   * @throws OutOfBits beyond the end.
   */
  use(count: number): void {
    this.heldBits -= count;
    if (this.at - (this.heldBits >>> 3) > this.bytes.length) {
      throw new OutOfBits();
    }
  }

  /** The next 1 to 24 bits. */
  read(count: number): number {
    const value = this.peek(count);
    this.use(count);
    return value;
  }

  /** The next 32 bits. */
  read32(): number {
    return ((this.read(16) << 16) | this.read(16)) >>> 0;
  }
}
