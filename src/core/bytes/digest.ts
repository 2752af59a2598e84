/** An MD5 that is fed piece by piece (RFC 1321), as the platform does it. */
export interface Md5 {
  update(bytes: Uint8Array): void;
  /** 16 bytes; nothing may be added after. */
  digest(): Uint8Array;
}

export type NewMd5 = () => Md5;
