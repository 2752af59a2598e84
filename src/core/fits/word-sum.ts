/**
 * The sum of the checksums of FITS 4.0 (section 4.4.2.7 and appendix J): big-endian 32-bit words in ones'
 * complement, of bytes that come piece by piece.
 */
export class WordSum {
  /** Sums of the upper and of the lower halves of the words. */
  private upper = 0;
  private lower = 0;
  /** Bytes so far. */
  private length = 0;

  add(bytes: Uint8Array): void {
    let at = 0;
    for (; at < bytes.length && this.length % 4 !== 0; at += 1) {
      this.addByte(bytes[at] ?? 0);
    }
    const end = at + 4 * Math.floor((bytes.length - at) / 4);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (; at < end; at += 4) {
      this.upper += view.getUint16(at);
      this.lower += view.getUint16(at + 2);
      this.length += 4;
    }
    for (; at < bytes.length; at += 1) {
      this.addByte(bytes[at] ?? 0);
    }
    this.fold();
  }

  /** 0 to 0xffffffff, where both ends are zero. A last word that is not whole counts as if zeros followed. */
  get value(): number {
    return this.upper * 0x10000 + this.lower;
  }

  private addByte(byte: number): void {
    const value = this.length % 2 === 0 ? byte << 8 : byte;
    if (this.length % 4 < 2) {
      this.upper += value;
    } else {
      this.lower += value;
    }
    this.length += 1;
  }

  /** Carries out of the lower half go to the upper one, those out of the upper one around to the lower. */
  private fold(): void {
    while (this.upper > 0xffff || this.lower > 0xffff) {
      const upper = (this.upper % 0x10000) + Math.floor(this.lower / 0x10000);
      this.lower = (this.lower % 0x10000) + Math.floor(this.upper / 0x10000);
      this.upper = upper;
    }
  }
}

/** Ones' complement has two zeros. */
export function isZeroSum(sum: number): boolean {
  return sum === 0 || sum === 0xffffffff;
}
