import type {
  FolderListing,
  FolderOptions,
  StoredFile,
} from '../../core/catalogs/layout/dataset-folder';
import { SkybucketError } from '../../core/errors';
import type { OpenedObject } from '../services';

/** Folders and files of data sets, by the URI of a data set and paths relative to it. */
export interface FolderPlaces {
  /**
   * What lies in a folder itself (`''` for the top, else with `/` at its end); nothing for one that is not there.
   *
   * @throws SkybucketError `unsupported` where folders cannot be listed, or what listing throws
   */
  list(uri: string, folder: string, options: FolderOptions): Promise<FolderListing>;
  /** All files at or below a folder, as they are found, with paths relative to the data set. */
  files(uri: string, folder: string, options: FolderOptions): AsyncIterable<readonly StoredFile[]>;
  /**
   * Opens a file; an empty path is the file that the URI itself names.
   *
   * @param size where a listing said it, which spares a request
   */
  open(uri: string, path: string, size: number | undefined): Promise<OpenedObject>;
}

/** One kind of place: a data set at a URI of one scheme. Paths have been checked by {@link checkPath}. */
export interface Folder {
  list(folder: string, options: FolderOptions): Promise<FolderListing>;
  files(folder: string, options: FolderOptions): AsyncIterable<readonly StoredFile[]>;
}

const LONGEST = 4096;

/**
 * Paths come from what a data set says of itself: none may lead out of its folder.
 *
 * @throws SkybucketError `bad-address`
 */
export function checkPath(path: string): void {
  // On Windows both part folders. S3 knows neither `.` nor `..`, and a file server both.
  const parts = path.split(/[/\\]/);
  const leads =
    parts.some((part) => part === '..' || part === '.') || /^([/\\]|[a-z]:)/i.test(path);
  if (leads || path.length > LONGEST || path.includes('\0')) {
    throw new SkybucketError(
      'bad-address',
      `The data set names “${path.slice(0, 200)}”, which does not lie in its folder.`,
      { hint: 'It may be damaged, or made to lead elsewhere.' },
    );
  }
}
