import type * as AwsCredentials from './aws-credentials';

export type CredentialLibrary = Pick<typeof AwsCredentials, 'lookUp' | 'awsProfiles'>;

/** Loads what looks up credentials at its first use. The build keeps `./aws-credentials` outside the main bundle. */
export function loadAwsCredentials(): Promise<CredentialLibrary> {
  return import('./aws-credentials');
}
