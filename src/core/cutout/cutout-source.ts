import type { Header } from '../fits/header';
import type { Plane } from '../image/plane';
import type { CarriedTools } from './carried';
import type { StoredPlane } from './stored-plane';

/** A plane that can be cut out of, and what is known of it. */
export interface CutoutSource {
  /** What people call the file. */
  readonly label: string;
  /** What people call the image in it: `SCI,1`, `roman/data`. */
  readonly part: string;
  readonly plane: StoredPlane;
  /** The same as values: scaled, missing ones NaN. */
  readonly values: Plane;
  /** Of the image (as it is held, where it is compressed); undefined where it has none. */
  readonly header: Header | undefined;
  /** The primary header of its file, where the image is in an extension. */
  readonly primary: Header | undefined;
  /** 0-based index on each axis above the second. */
  readonly higher: readonly number[];
  /** Where the tables are that its coordinates need. */
  readonly tables: CarriedTools | undefined;
  /** What the first pixel costs, where all have to be unpacked for it. */
  readonly bytesAtOnce?: number | undefined;
}
