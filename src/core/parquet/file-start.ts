/** What every Parquet file begins with, and ends with. */
const START = [...'PAR1'].map((character) => character.charCodeAt(0));

/** True where the bytes are the start of a Parquet file. */
export function isParquet(start: Uint8Array): boolean {
  return START.every((byte, place) => start[place] === byte);
}
