/** A change of some bytes, and what it is. */
export interface Mutation {
  readonly what: string;
  /** Changes the bytes it is given, or makes others of them. */
  apply(bytes: Uint8Array): Uint8Array;
}

export function setByte(at: number, value: number): Mutation {
  return { what: `byte ${at} becomes ${value}`, apply: (file) => file.fill(value, at, at + 1) };
}

/** One bit flipped: what stood there before is nearly right. */
export function flipBit(at: number, bit: number): Mutation {
  return {
    what: `bit ${bit} of byte ${at} is flipped`,
    apply: (file) => file.fill((file[at] ?? 0) ^ (1 << bit), at, at + 1),
  };
}

export function fill(at: number, length: number, value: number): Mutation {
  return {
    what: `${length} bytes of ${value} at ${at}`,
    apply: (file) => file.fill(value, at, at + length),
  };
}

export function write(what: string, at: number, bytes: Uint8Array): Mutation {
  return {
    what,
    apply: (file) => {
      file.set(bytes.subarray(0, Math.max(0, file.length - at)), Math.min(at, file.length));
      return file;
    },
  };
}

export function writeText(what: string, at: number, characters: string): Mutation {
  return write(what, at, Buffer.from(characters, 'latin1'));
}

/** A big-endian integer of 32 bits. */
export function writeWord(at: number, value: number): Mutation {
  const bytes = new DataView(new ArrayBuffer(4));
  bytes.setInt32(0, value);
  return write(`${value} as a word at ${at}`, at, new Uint8Array(bytes.buffer));
}
