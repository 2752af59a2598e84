import {
  createCredentialChain,
  fromEnv,
  fromHttp,
  fromIni,
  fromInstanceMetadata,
  fromTemporaryCredentials,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import { loadSharedConfigFiles } from '@smithy/core/config';
import type { HttpClient } from '../../core/bytes/http';
import type { Meter } from '../../core/bytes/meter';
import { throwIfAborted } from '../../core/errors';
import type { Auth } from '../../core/s3/auth';
import type { Credentials } from '../../core/s3/credentials';
import { explainCredentials } from './aws-credential-error';
import { AwsTransport } from './aws-transport';

/**
 * Looks up credentials with the AWS SDK. A bundle of its own (`dist/aws-credentials.js`): whoever reads public
 * buckets alone never loads it, and nothing else of the product looks at `AWS_*` variables or `~/.aws`.
 */

export interface LookUpTools {
  readonly http: HttpClient;
  readonly meter: Meter | undefined;
  readonly signal: AbortSignal | undefined;
  /** Where STS is asked, unless a profile says otherwise. */
  readonly region: string | undefined;
  /** The code of the device with this serial number. Throws `cancelled` where the user gives none. */
  readonly mfaCode: (serial: string) => Promise<string>;
}

/** Those that are looked up; the other kinds have nothing to look for. */
export type LookedUp = Exclude<Auth, { readonly kind: 'unsigned' | 'keys' }>;

type Provider = () => Promise<{
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}>;

/** Where no region is said; STS of this one answers for all accounts. */
const FIRST_REGION = 'us-east-1';
/** The metadata service of a cloud machine is next door, or not there at all. */
const NEAR = { timeout: 1000, maxRetries: 0 };

/**
 * @throws SkybucketError `access-denied` with a sentence that names no secret, `cancelled`, or what the transport says
 */
export async function lookUp(auth: LookedUp, tools: LookUpTools): Promise<Credentials> {
  const transport = new AwsTransport(tools.http, tools.meter, tools.signal);
  try {
    const found = await provider(auth, tools, transport)();
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
    return { accessKeyId, secretAccessKey, sessionToken, expiration };
  } catch (error) {
    throwIfAborted(tools.signal);
    throw transport.failure ?? explainCredentials(error, auth);
  }
}

function provider(auth: LookedUp, tools: LookUpTools, transport: AwsTransport): Provider {
  const region = tools.region ?? FIRST_REGION;
  const clientConfig = { requestHandler: transport, maxAttempts: 2 };
  const { mfaCode: mfaCodeProvider } = tools;
  const ofProfile = (profile: string): Provider =>
    fromIni({
      profile,
      // Whoever has just signed in in a terminal is not to be told that they have not.
      ignoreCache: true,
      // Without a region: that of an SSO portal stands in the profile.
      clientConfig,
      // The SDK passes on nothing else of ours where the profile names a file with a token.
      parentClientConfig: { region, requestHandler: transport },
      mfaCodeProvider,
    });
  switch (auth.kind) {
    case 'profile':
      return ofProfile(auth.profile);
    case 'environment':
      return createCredentialChain(
        fromEnv(),
        fromTokenFile({ clientConfig: { ...clientConfig, region } }),
        ...(process.env['AWS_PROFILE'] ? [ofProfile(process.env['AWS_PROFILE'])] : []),
        ...(hasContainer() ? [fromHttp(NEAR)] : []),
        fromInstanceMetadata(NEAR),
      );
    case 'role':
      return fromTemporaryCredentials({
        masterCredentials: provider(
          auth.profile === undefined
            ? { kind: 'environment' }
            : { kind: 'profile', profile: auth.profile },
          tools,
          transport,
        ),
        params: {
          RoleArn: auth.roleArn,
          RoleSessionName: auth.sessionName ?? 'skybucket',
          ...(auth.externalId === undefined ? {} : { ExternalId: auth.externalId }),
        },
        clientConfig: { ...clientConfig, region },
      });
    case 'web-identity':
      return fromTokenFile({
        roleArn: auth.roleArn,
        webIdentityTokenFile: auth.tokenFile,
        roleSessionName: auth.sessionName ?? 'skybucket',
        clientConfig: { ...clientConfig, region },
      });
  }
}

function hasContainer(): boolean {
  const { env } = process;
  return Boolean(
    env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ?? env['AWS_CONTAINER_CREDENTIALS_FULL_URI'],
  );
}

/** A profile of `~/.aws`, as far as it is no secret. */
export interface AwsProfile {
  readonly name: string;
  readonly region: string | undefined;
  readonly how: 'sso' | 'role' | 'web-identity' | 'process' | 'keys' | 'other';
}

/** The profiles of `~/.aws/config` and `~/.aws/credentials`, sorted by name; none where there are no such files. */
export async function awsProfiles(): Promise<readonly AwsProfile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])];
  return (
    names
      // Sections of other kinds stand in the file with a dot: `sso-session.name`, `services.name`.
      .filter((name) => !/^(?:sso-session|services)\./.test(name))
      .sort()
      .map((name) => {
        const fields = { ...configFile[name], ...credentialsFile[name] };
        return { name, region: fields['region'], how: howOf(fields) };
      })
  );
}

function howOf(fields: Readonly<Record<string, string | undefined>>): AwsProfile['how'] {
  if (fields['role_arn'] !== undefined) {
    return fields['web_identity_token_file'] === undefined ? 'role' : 'web-identity';
  }
  if (fields['sso_session'] !== undefined || fields['sso_start_url'] !== undefined) {
    return 'sso';
  }
  if (fields['aws_access_key_id'] !== undefined) {
    return 'keys';
  }
  return fields['credential_process'] === undefined ? 'other' : 'process';
}
