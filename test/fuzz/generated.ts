import {
  card,
  concat,
  extensionCards,
  headerBytes,
  imageFile,
  padToBlock,
  primaryCards,
  stored,
} from '../unit/fits/support/made';

const TYPES = ['L', 'X', 'B', 'I', 'J', 'K', 'A', 'E', 'D', 'C', 'M'];

/** Small files of many forms, where a change is likely to hit what matters. */
export function generated(): { readonly name: string; readonly bytes: Uint8Array }[] {
  const ramp = (length: number): Uint8Array =>
    Uint8Array.from({ length }, (_, i) => (i * 37) & 255);
  const primary = headerBytes([...primaryCards(8, []), card('EXTEND', true)]);
  const images = [8, 16, 32, 64, -32, -64].map((bitpix) => ({
    name: `made image of BITPIX ${bitpix}`,
    bytes: imageFile(bitpix, [7, 5, 2], stored(bitpix, [...Array(70).keys()]), [
      card('BSCALE', 2),
      card('BZERO', 10),
      card('BLANK', 3),
      card('CTYPE3', 'WAVE'),
      card('CDELT3', 2),
    ]),
  }));
  const lengths = [1, 2, 1, 2, 4, 8, 1, 4, 8, 8, 16];
  const rowLength = lengths.reduce((sum, length) => sum + 3 * length, 0) - 1 + 16 * 2;
  const table = concat(
    primary,
    headerBytes([
      ...extensionCards('BINTABLE', 8, [rowLength, 6], 600),
      card('TFIELDS', TYPES.length + 2),
      ...TYPES.flatMap((type, i) => [
        card(`TTYPE${i + 1}`, `C_${type}`),
        card(`TFORM${i + 1}`, type === 'X' ? '24X' : `3${type}`),
      ]),
      card('TFORM12', '1PE(9)'),
      card('TFORM13', '1QA'),
      card('TSCAL3', 0.5),
      card('TZERO5', 2147483648),
      card('TNULL4', 7),
      card('TDIM8', '(3,1)'),
      card('TDISP9', 'F10.3'),
      card('THEAP', rowLength * 6 + 20),
    ]),
    padToBlock(ramp(rowLength * 6 + 600)),
  );
  const ascii = concat(
    primary,
    headerBytes([
      ...extensionCards('TABLE', 8, [20, 4]),
      card('TFIELDS', 3),
      ...[card('TBCOL1', 1), card('TFORM1', 'I5'), card('TBCOL2', 7), card('TFORM2', 'E8.2')],
      ...[card('TBCOL3', 16), card('TFORM3', 'A5'), card('TNULL1', '-9')],
    ]),
    padToBlock(new Uint8Array(Buffer.from('   12 1.50D+02 abcde'.repeat(4)))),
  );
  const groups = concat(
    headerBytes([
      ...primaryCards(16, [0, 3, 2]),
      ...[card('GROUPS', true), card('PCOUNT', 2), card('GCOUNT', 4)],
      ...[card('PTYPE1', 'U'), card('PTYPE2', 'U'), card('PSCAL1', 0.5), card('PZERO2', 1)],
    ]),
    padToBlock(ramp(64)),
  );
  return [
    ...images,
    { name: 'made binary table', bytes: table },
    { name: 'made ASCII table', bytes: ascii },
    { name: 'made random groups', bytes: groups },
  ];
}
