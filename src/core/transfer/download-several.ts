import type { ByteSource } from '../bytes/source';
import { isCancelled, SkybucketError } from '../errors';
import { download, type Downloaded, type DownloadOptions, type DownloadSink } from './download';
import { Rate } from './rate';

/** One of several files to download, as `download` takes it. */
export interface SeveralFile {
  /** Bytes; undefined where that is known only once it is opened. */
  readonly size: number | undefined;
  readonly open: () => Promise<ByteSource>;
  readonly createSink: (size: number) => Promise<DownloadSink>;
}

export interface SeveralProgress {
  /** Files that are whole, or failed. */
  readonly ended: number;
  /** Bytes of all of them. */
  readonly received: number;
  /** Bytes of all of them, as far as that is known. */
  readonly size: number;
  readonly bytesPerSecond: number | undefined;
}

export interface SeveralOptions extends Pick<DownloadOptions, 'signal' | 'meter' | 'now'> {
  readonly onProgress?: ((progress: SeveralProgress) => void) | undefined;
}

/** What became of several files. */
export interface SeveralDownloaded<T> {
  readonly done: readonly (Downloaded & { readonly file: T })[];
  readonly failed: readonly { readonly file: T; readonly error: unknown }[];
  /** True where the user ended it before all had been tried. */
  readonly cancelled: boolean;
}

/** Many small files wait for latency alone; large ones fill the link with the parts of each. */
const FILES_AT_A_TIME = 3;

/**
 * Downloads several objects, a few at a time, in their order. One that fails does not end the others, unless the
 * disk is what failed: then none of the rest is tried. Never throws.
 */
export async function downloadSeveral<T extends SeveralFile>(
  files: readonly T[],
  { signal, meter, now, onProgress }: SeveralOptions = {},
): Promise<SeveralDownloaded<T>> {
  const done: (Downloaded & { readonly file: T })[] = [];
  const failed: { readonly file: T; readonly error: unknown }[] = [];
  const sizes = files.map(({ size }) => size ?? 0);
  const received = files.map(() => 0);
  const rate = new Rate(now);
  const report = (): void => {
    const sum = total(received);
    rate.add(sum);
    onProgress?.({
      ended: done.length + failed.length,
      ...{ received: sum, size: total(sizes), bytesPerSecond: rate.bytesPerSecond() },
    });
  };

  let disk: { readonly error: unknown } | undefined;
  const one = async (file: T, index: number): Promise<void> => {
    try {
      if (disk !== undefined) {
        throw disk.error;
      }
      const whole = await download(file.open, file.createSink, {
        ...{ signal, meter, now },
        onProgress: (progress) => {
          sizes[index] = progress.size;
          received[index] = progress.received;
          report();
        },
      });
      done.push({ ...whole, file });
    } catch (error) {
      if (isCancelled(error)) {
        return;
      }
      if (error instanceof SkybucketError && error.code === 'local-file') {
        disk = { error };
      }
      failed.push({ file, error });
    }
    report();
  };

  const waiting = files.entries();
  const worker = async (): Promise<void> => {
    for (const [index, file] of waiting) {
      if (signal?.aborted === true) {
        return;
      }
      await one(file, index);
    }
  };
  report();
  await Promise.all(Array.from({ length: FILES_AT_A_TIME }, worker));
  return { done, failed, cancelled: done.length + failed.length < files.length };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
