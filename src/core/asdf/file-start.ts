/** What every ASDF file begins with; ASDF standard 1.6, "File layout". */
const START = [...'#ASDF '].map((character) => character.charCodeAt(0));

/** True where the bytes are the start of an ASDF file. */
export function isAsdf(start: Uint8Array): boolean {
  return START.every((byte, place) => start[place] === byte);
}
