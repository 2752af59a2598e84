import type { AsdfFile } from '../../../src/core/asdf/asdf-file';
import type { BlockHeader } from '../../../src/core/asdf/block';
import { checkBlock } from '../../../src/core/asdf/block-checksum';
import { SkybucketError } from '../../../src/core/errors';
import { newMd5 } from '../../../src/platform/node/md5';
import type { Comparison } from '../comparison';
import { isObject, type Json, type JsonObject } from '../json';

/** Magic token and the length of the header. */
const BEFORE_HEADER = 6;
const NO_CHECKSUM = '0'.repeat(32);

/**
 * Compares the headers of the blocks, and whether their checksums are right. The block index of the truth
 * is not compared: where it is right it says what the headers say.
 */
export async function compareBlocks(
  comparison: Comparison,
  path: string,
  file: AsdfFile,
  theirs: readonly Json[],
): Promise<void> {
  comparison.same(`${path}.blocks.length`, await file.blocks.count(), theirs.length);
  for (const [i, truth] of theirs.entries()) {
    if (isObject(truth)) {
      const header = await file.blocks.header(i);
      compareHeader(comparison, `${path}.blocks[${i}]`, header, truth);
      const verdict = await verdictOn(file, header);
      const expected =
        truth['checksum'] === NO_CHECKSUM ? 'absent' : truth['checksum_ok'] ? 'correct' : 'wrong';
      comparison.same(`${path}.blocks[${i}].checksum_ok`, verdict, expected);
    }
  }
}

function compareHeader(
  comparison: Comparison,
  path: string,
  header: BlockHeader,
  truth: JsonObject,
): void {
  const ours: JsonObject = {
    offset: header.offset,
    header_size: header.dataOffset - header.offset - BEFORE_HEADER,
    streamed: header.streamed,
    compression: header.compression,
    allocated_size: header.allocated,
    used_size: header.used,
    data_size: header.size,
    data_offset: header.dataOffset,
    checksum: header.checksum ? Buffer.from(header.checksum).toString('hex') : NO_CHECKSUM,
  };
  for (const [key, value] of Object.entries(ours)) {
    comparison.same(`${path}.${key}`, value, truth[key]);
  }
}

async function verdictOn(file: AsdfFile, header: BlockHeader): Promise<string> {
  try {
    return await checkBlock(file.reader, header, newMd5);
  } catch (error) {
    // A block whose end is missing cannot be right.
    if (error instanceof SkybucketError && error.code === 'truncated') {
      return 'wrong';
    }
    throw error;
  }
}
