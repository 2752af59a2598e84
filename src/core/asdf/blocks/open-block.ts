import type { ByteReader } from '../../bytes/reader';
import { unpackBzip2 } from '../../bytes/unpack/bunzip2';
import { SkybucketError } from '../../errors';
import type { BlockBytes, BlockHeader } from '../block';
import type { BlockTools } from './block-tools';
import { BloscMap } from './blosc-map';
import { ChunkedBytes } from './chunked-bytes';
import { compressionName } from './known';
import { unpackLz4Frames } from './lz4-frame';
import { Lz4Map } from './lz4-map';
import { PlainBytes } from './plain-bytes';
import { WholeBytes } from './whole-bytes';
import { unpackZstd } from './zstd';

/**
 * The unpacked bytes of a block. Reads nothing before bytes are asked for. To be kept as long as the file
 * is: it knows where the chunks are that it has met, and what it has unpacked.
 *
 * @throws SkybucketError `unsupported` for a compression that cannot be read.
 */
export function openBlock(reader: ByteReader, header: BlockHeader, tools: BlockTools): BlockBytes {
  switch (header.compression) {
    case '':
      return new PlainBytes(reader, header);
    case 'lz4':
      return new ChunkedBytes(reader, header, new Lz4Map(reader, header), tools.decoded);
    case 'blsc':
      return new ChunkedBytes(
        reader,
        header,
        new BloscMap(reader, header, tools.inflate),
        tools.decoded,
      );
    case 'zlib':
      return new WholeBytes(reader, header, tools.inflate, tools.spools);
    case 'bzp2':
      return new WholeBytes(reader, header, unpackBzip2, tools.spools);
    case 'lz4f':
      return new WholeBytes(reader, header, unpackLz4Frames, tools.spools);
    case 'zstd':
      return new WholeBytes(reader, header, unpackZstd, tools.spools);
    default:
      throw new SkybucketError(
        'unsupported',
        `Block ${header.index} is compressed with ${compressionName(header.compression)}, which cannot ` +
          'be read here.',
        { hint: 'Write the file again with asdf in Python, with compression lz4 or zlib.' },
      );
  }
}
