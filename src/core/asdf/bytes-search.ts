/** Where `wanted` first is in the bytes at or after `from`, or -1. */
export function placeOf(bytes: Uint8Array, wanted: Uint8Array, from = 0): number {
  const first = wanted[0];
  const last = bytes.length - wanted.length;
  // By hand: a call for each byte like the first would make a hostile file slow.
  for (let at = from; at <= last; at++) {
    if (bytes[at] === first && startsWith(bytes, wanted, at)) {
      return at;
    }
  }
  return -1;
}

/** Where `wanted` last is in the bytes, or -1. */
export function lastPlaceOf(bytes: Uint8Array, wanted: Uint8Array): number {
  let at = bytes.length - wanted.length;
  while (at >= 0 && !startsWith(bytes, wanted, at)) {
    at--;
  }
  return Math.max(at, -1);
}

export function startsWith(bytes: Uint8Array, wanted: Uint8Array, at = 0): boolean {
  for (let place = 0; place < wanted.length; place++) {
    if (bytes[at + place] !== wanted[place]) {
      return false;
    }
  }
  return true;
}

export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
