import type { Connection } from './connection';
import { isPublicDataset } from './public-buckets';

/**
 * What requests to a bucket say of who pays for them. On a connection whose requester pays nobody pays for the public
 * data sets we know: those are read as everybody reads them, without credentials.
 */
export function payer(connection: Connection, bucket: string): 'requester' | undefined {
  return connection.requesterPays && !isPublicDataset(connection, bucket) ? 'requester' : undefined;
}

/** List prices of Amazon S3 for most regions, in US$; what an account really pays, only its bill says. */
export const LIST_PRICES = {
  /** Each 10⁹ bytes that leave AWS, and that go into another of its regions. */
  gigabyteOut: 0.09,
  gigabyteToRegion: 0.02,
  thousandReads: 0.0004,
  thousandListings: 0.005,
} as const;

/** Files of one bucket that are to be read whole. */
export interface PaidFiles {
  readonly connection: Connection;
  readonly bucket: string;
  readonly files: number;
  /** Of those whose size is known. */
  readonly bytes: number;
  /** True where some have a size that is not known. */
  readonly isLeast: boolean;
}

/** What reading files costs by the list prices, in US$. */
export function readingCost(
  { bytes, files }: Pick<PaidFiles, 'bytes' | 'files'>,
  perGigabyte: number = LIST_PRICES.gigabyteOut,
): number {
  return (bytes / 1e9) * perGigabyte + (files / 1000) * LIST_PRICES.thousandReads;
}

/** `0.27 US$`, `less than 0.01 US$`. */
export function formatDollars(dollars: number): string {
  return dollars < 0.01 ? 'less than 0.01 US$' : `${dollars.toFixed(2)} US$`;
}

/** Who is to pay for files, bucket by bucket; empty where nobody pays for any of them. */
export function paidFiles(
  files: readonly {
    readonly place: { readonly connection: Connection; readonly bucket: string } | undefined;
    readonly size: number | undefined;
    /** How many they are together, with `size` in all; left out: one. */
    readonly count?: number | undefined;
  }[],
): readonly PaidFiles[] {
  const sums = new Map<string, PaidFiles>();
  for (const { place, size, count = 1 } of files) {
    if (place === undefined || payer(place.connection, place.bucket) === undefined) {
      continue;
    }
    const { connection, bucket } = place;
    const name = `${connection.id}/${bucket}`;
    const sum = sums.get(name) ?? { connection, bucket, files: 0, bytes: 0, isLeast: false };
    sums.set(name, {
      ...sum,
      files: sum.files + count,
      bytes: sum.bytes + (size ?? 0),
      isLeast: sum.isLeast || size === undefined,
    });
  }
  return [...sums.values()];
}
