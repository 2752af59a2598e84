import { SkybucketError } from '../../core/errors';
import { DiskTrouble } from '../../core/transfer/disk-trouble';

/** What the system says of a file, as a sentence. */
interface Reason {
  readonly message: string;
  readonly hint: string;
  /** Trying the same again may succeed. */
  readonly passing?: true;
}

/** What every file of the folder would meet. */
const TROUBLES: Readonly<Record<string, Reason>> = {
  ENOSPC: {
    message: 'The disk is full.',
    hint: 'Make room on it, and go on.',
  },
  EDQUOT: {
    message: 'The disk quota is used up.',
    hint: 'Make room within it, and go on.',
  },
  EROFS: {
    message: 'The disk is read-only.',
    hint: 'Choose another folder, or make it writable and go on.',
  },
  EIO: {
    message: 'The disk does not work as it should.',
    hint: 'Check it, and go on.',
  },
  ENXIO: {
    message: 'The disk is not there any more.',
    hint: 'Connect it, and go on.',
  },
  ENODEV: {
    message: 'The disk is not there any more.',
    hint: 'Connect it, and go on.',
  },
  ESTALE: {
    message: 'The disk of another machine is not there any more.',
    hint: 'Connect it, and go on.',
  },
};

const RENAME = 'Choose another folder, or download it by itself under another name.';
const BUSY = 'Close the program that uses it, and try again.';

const REASONS: Readonly<Record<string, Reason>> = {
  ENOENT: { message: 'The file or a folder above it is not there any more.', hint: 'Try again.' },
  EACCES: {
    message: 'There is no permission for it.',
    hint: 'Change it, or choose another folder.',
  },
  EPERM: { message: 'The system does not allow it.', hint: 'Choose another folder.' },
  EISDIR: { message: 'There is a folder of that name.', hint: RENAME },
  ENOTDIR: { message: 'There is a file where a folder should be.', hint: RENAME },
  ENAMETOOLONG: { message: 'The name is too long for this disk.', hint: RENAME },
  EINVAL: { message: 'The disk does not take such a name.', hint: RENAME },
  EILSEQ: { message: 'The disk does not take such a name.', hint: RENAME },
  EFBIG: {
    message: 'The file is too large for this disk.',
    hint: 'Choose a folder on another disk.',
  },
  ELOOP: {
    message: 'There is a symbolic link of that name, and links are not followed.',
    hint: 'Remove it, or choose another folder.',
  },
  EBUSY: { message: 'Another program uses the file.', hint: BUSY, passing: true },
  ETXTBSY: { message: 'Another program uses the file.', hint: BUSY, passing: true },
  EMFILE: { message: 'Too many files are open.', hint: 'Try again later.', passing: true },
  ENFILE: { message: 'Too many files are open.', hint: 'Try again later.', passing: true },
  EAGAIN: { message: 'The disk is busy.', hint: 'Try again later.', passing: true },
};

/** Runs `work`; what the system throws becomes an error of ours that names the file. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainDisk(path, error);
  }
}

/** Errors of ours, and those that are no system's, pass through. */
export function explainDisk(path: string, error: unknown): unknown {
  const code = errno(error);
  if (error instanceof SkybucketError || code === undefined) {
    return error;
  }
  const trouble = TROUBLES[code];
  if (trouble !== undefined) {
    return new DiskTrouble(trouble.message, { hint: `${trouble.hint} (${path})`, cause: error });
  }
  const reason = REASONS[code] ?? { message: `It failed with ${code}.`, hint: 'Try again.' };
  return new SkybucketError('local-file', `${path}: ${reason.message}`, {
    hint: reason.hint,
    retryable: reason.passing ?? false,
    cause: error,
  });
}

/** The folder of a batch is not there: a disk that was removed, mostly. */
export function folderGone(folder: string, cause?: unknown): DiskTrouble {
  return new DiskTrouble(`The folder ${folder} is not there any more.`, {
    hint: 'Connect its disk or make it again, and go on.',
    cause,
  });
}

export function folderForbidden(folder: string, cause: unknown): DiskTrouble {
  return new DiskTrouble(`There is no permission to write to ${folder}.`, {
    hint: 'Change it and go on, or choose another folder.',
    cause,
  });
}

export function noRoom(folder: string, needed: number, free: number): DiskTrouble {
  return new DiskTrouble(
    `There is not enough space in ${folder}: ${megabytes(needed)} are needed, ${megabytes(Math.max(0, free))} are free.`,
    { hint: 'Make room on the disk, and go on.' },
  );
}

export function errno(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
