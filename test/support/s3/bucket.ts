import { maxKeyBytes } from './keys';
import { storedObject, type ObjectBody, type PutOptions, type StoredObject } from './objects';
import { findKey, MemoryObjects, type ObjectSequence } from './sequence';

export interface BucketOptions {
  /** Where the bucket lives; left out, the server's own region. */
  readonly region?: string;
  /**
   * What an endpoint of another region says. AWS redirects (301) as a rule, answers 400
   * `IllegalLocationConstraintException` from regions one has to opt in to, and 400
   * `AuthorizationHeaderMalformed` to requests signed for the wrong region.
   */
  readonly wrongRegion?:
    'PermanentRedirect' | 'IllegalLocationConstraintException' | 'AuthorizationHeaderMalformed';
  /** False: `x-amz-bucket-region` is left out of that answer, as some stores and old proxies do. */
  readonly regionHeader?: boolean;
  /** 403 for listing; then a key that is not there is a 403 too, as on AWS. */
  readonly denyList?: boolean;
  /** 403 for reading, all keys or those the function picks. */
  readonly denyRead?: boolean | ((key: string) => boolean);
  /** 403 for every request without a signature. Signatures themselves are not verified. */
  readonly requireSignature?: boolean;
  /** True lets unsigned PUT and DELETE through. */
  readonly writable?: boolean;
}

/** A bucket whose options may be replaced while the server runs. */
export class TestBucket {
  private readonly objects = new MemoryObjects();
  private readonly versions = new Map<string, StoredObject>();
  private readonly generated: ObjectSequence[] = [];

  constructor(
    readonly name: string,
    public options: BucketOptions = {},
  ) {}

  /** Stores an object in place of the one that has this key. */
  put(
    key: string,
    content: Uint8Array | string | ObjectBody,
    options: PutOptions = {},
  ): StoredObject {
    const length = Buffer.byteLength(key);
    if (length < 1 || length > maxKeyBytes || key.includes('\0')) {
      throw new Error(`Not a legal key (${length} bytes): ${JSON.stringify(key.slice(0, 80))}`);
    }
    const object = storedObject(key, content, options);
    this.objects.put(object);
    if (object.versionId !== undefined) {
      this.versions.set(`${object.versionId} ${key}`, object);
    }
    return object;
  }

  /** Removes a key put before; keys of generated sequences stay. */
  delete(key: string): void {
    this.objects.delete(key);
  }

  /** Adds keys that exist by rule. A key put by hand stands before a generated one. */
  add(sequence: ObjectSequence): void {
    this.generated.push(sequence);
  }

  get(key: string, versionId?: string): StoredObject | undefined {
    if (versionId !== undefined && versionId !== 'null') {
      return this.versions.get(`${versionId} ${key}`);
    }
    const current = this.objects.get(key);
    if (current !== undefined) {
      return current;
    }
    for (const sequence of this.generated) {
      const object = findKey(sequence, key);
      if (object !== undefined) {
        return object;
      }
    }
    return undefined;
  }

  /** All there is to list; earlier sequences win where a key is in several. */
  sequences(): readonly ObjectSequence[] {
    return [this.objects, ...this.generated];
  }
}
