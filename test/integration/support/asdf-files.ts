import { blockHeader } from '../../unit/worker/support/block-header';

const HEAD =
  '#ASDF 1.0.0\n#ASDF_STANDARD 1.6.0\n%YAML 1.1\n%TAG ! tag:stsci.edu:asdf/\n--- !core/asdf-1.1.0\n';

/** An ASDF file whose only array, of 200 × 300 bytes, is where `source` says. */
export function asdfFile(source: string): Uint8Array {
  return new TextEncoder().encode(
    `${HEAD}data: !core/ndarray-1.1.0\n  source: ${source}\n  datatype: uint8\n` +
      '  byteorder: little\n  shape: [200, 300]\n...\n',
  );
}

/** The same with the array in its own block. */
export function wholeAsdfFile(): Uint8Array {
  const size = 200 * 300;
  const pixels = Uint8Array.from({ length: size }, (_, i) => i % 251);
  return new Uint8Array([...asdfFile('0'), ...blockHeader('', size, size), ...pixels]);
}
