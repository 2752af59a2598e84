import { SkybucketError } from '../../errors';
import type { BlockHeader } from '../block';
import { compressionName } from './known';

/** @param what the second half of a sentence. */
export function damagedBlock(header: BlockHeader, what: string, cause?: unknown): SkybucketError {
  return new SkybucketError(
    'format',
    `Block ${header.index} cannot be unpacked (${compressionName(header.compression)}): ${what}.`,
    { hint: 'The file is damaged; the checksum of the block says more.', cause },
  );
}

export function cutBlock(header: BlockHeader): SkybucketError {
  return new SkybucketError(
    'truncated',
    `Block ${header.index} is cut short: the file has ${header.available} of its ${header.used} bytes.`,
    { hint: 'Download the file again.' },
  );
}

/** Bytes that should be there are not: because the file was cut short, or because the block is wrong. */
export function endsEarly(header: BlockHeader): SkybucketError {
  return header.available < header.used
    ? cutBlock(header)
    : damagedBlock(header, `it holds less than the ${header.size} bytes its header says`);
}
