/**
 * Order of code points, which is that of the bytes in UTF-8 and of numpy: negative, zero or positive.
 * JavaScript's own order is of UTF-16 units, in which surrogates stand before U+E000.
 */
export function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) {
      return ranked(left) - ranked(right);
    }
  }
  return a.length - b.length;
}

function ranked(unit: number): number {
  return unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
