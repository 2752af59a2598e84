import { SkybucketError } from '../../errors';

/** Keys of an account at Amazon. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of keys that are good for some hours only. */
  readonly sessionToken: string | undefined;
}

/** A request as it is signed: `POST /` with a body. */
export interface UnsignedCall {
  readonly host: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly region: string;
  readonly service: string;
  readonly at: Date;
}

/** Makes the headers that a call is sent with, its own among them. */
export type AwsSigner = (call: UnsignedCall, keys: AwsKeys) => Readonly<Record<string, string>>;

/** Keys as text for a secret storage. */
export function writeKeys(keys: AwsKeys): string {
  return JSON.stringify(keys);
}

/** @throws SkybucketError `access-denied` for what is none */
export function readKeys(text: string | undefined, who: string): AwsKeys {
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = JSON.parse(text ?? '') as Record<
      string,
      unknown
    >;
    if (typeof accessKeyId === 'string' && typeof secretAccessKey === 'string') {
      const token =
        typeof sessionToken === 'string' && sessionToken !== '' ? sessionToken : undefined;
      return { accessKeyId, secretAccessKey, sessionToken: token };
    }
  } catch {
    // The same as none.
  }
  throw new SkybucketError('access-denied', `There are no keys for ${who}.`, {
    hint: 'Set them with the command “Set Password or Keys of SQL Engine”.',
  });
}
