import { maxKeyBytes } from './keys';
import { storedObject, type ObjectBody, type PutOptions, type StoredObject } from './objects';
import { findKey, MemoryObjects, type ObjectSequence } from './sequence';
import type { Upload } from './uploads';

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
  /** True lets unsigned PUT, POST and DELETE through. */
  readonly writable?: boolean;
  /** 403 for requests without `x-amz-request-payer`, and for all unsigned ones. */
  readonly requesterPays?: boolean;
  /** Every write makes a version that stays readable by its id; a deletion hides it. */
  readonly versioned?: boolean;
  /** 403 for each of these keys in a DeleteObjects, as an object lock does. */
  readonly locked?: (key: string) => boolean;
  /** 403 to whoever asks for tags. */
  readonly denyTags?: boolean;
  /** True: conditions of DeleteObject and DeleteObjects are taken for granted, as older stores do. */
  readonly ignoresDeleteConditions?: boolean;
  /** The code of an error for a key in a DeleteObjects, such as `SlowDown`; asked each time. */
  readonly busy?: (key: string) => string | undefined;
  /** Its own, where it tells more of what it encrypts with. */
  readonly encryption?: 'AES256' | 'aws:kms';
  /** So many bytes at most, all objects together: 403 `QuotaExceeded`. */
  readonly quotaBytes?: number;
  /** The code of an error in the body of CompleteMultipartUpload's 200; taken once for each time it is asked. */
  readonly completeError?: () => string | undefined;
}

/** A bucket whose options may be replaced while the server runs. */
export class TestBucket {
  private readonly objects = new MemoryObjects();
  private readonly versions = new Map<string, StoredObject>();
  private readonly generated: ObjectSequence[] = [];
  readonly created = new Date();
  private versionCount = 0;
  /** Uploads in parts that are under way, by id. */
  readonly uploads = new Map<string, Upload>();

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
    const { versioned, encryption } = this.options;
    const object = storedObject(key, content, {
      ...(versioned === true ? { versionId: this.nextVersion() } : {}),
      ...(encryption === undefined ? {} : { encryption }),
      ...options,
    });
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

  /** Bytes of all objects that were put; generated ones do not count. */
  get bytes(): number {
    let sum = 0;
    for (let index = 0; index < this.objects.count; index++) {
      sum += this.objects.objectAt(index).body.size;
    }
    return sum;
  }

  nextVersion(): string {
    return `v${String(++this.versionCount).padStart(8, '0')}`;
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
