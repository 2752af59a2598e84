import type { CredentialSource, RequestSigner } from './credentials';

/** What requests are signed with. */
export interface S3Access {
  readonly credentials: CredentialSource;
  readonly signer: RequestSigner;
}
