import { parseWebAddress, type WebAddress } from '../../bytes/web-address';
import { SkybucketError } from '../../errors';
import type { EngineOptions } from '../engine';
import { engineCall, type EngineTools } from '../engine-call';
import type { AthenaSettings } from '../engine-settings';
import { recordOf } from '../trino/trino-page';
import type { AwsKeys, AwsSigner } from './aws-keys';

export type AthenaAction =
  'StartQueryExecution' | 'GetQueryExecution' | 'GetQueryResults' | 'StopQueryExecution';

export interface AthenaParts {
  readonly keys: AwsKeys;
  readonly sign: AwsSigner;
  readonly now: () => Date;
}

/** Calls of Athena: JSON by POST to one address, each signed. */
export class AthenaApi {
  private readonly address: WebAddress;

  constructor(
    private readonly settings: AthenaSettings,
    private readonly tools: EngineTools,
    private readonly parts: AthenaParts,
  ) {
    const { endpoint, region } = settings;
    const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    this.address = parseWebAddress(
      endpoint === '' ? `https://athena.${region}.${domain}/` : endpoint,
    );
  }

  /** @throws SkybucketError what Athena says is wrong */
  async call(
    action: AthenaAction,
    params: Readonly<Record<string, unknown>>,
    options: EngineOptions = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const { label, region } = this.settings;
    const { hostname, port, path } = this.address;
    const body = new TextEncoder().encode(JSON.stringify(params));
    const signed = this.parts.sign(
      {
        host: port === undefined ? hostname : `${hostname}:${port}`,
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AmazonAthena.${action}`,
        },
        ...{ path, body, region, service: 'athena', at: this.parts.now() },
      },
      this.parts.keys,
    );
    // The client says the host by itself.
    const headers = Object.fromEntries(Object.entries(signed).filter(([name]) => name !== 'host'));
    const { status, value } = await engineCall(
      this.tools,
      { method: 'POST', address: this.address, headers, body, who: label },
      {
        ...options,
        also: [400, 403],
        isBusy: (value) => BUSY.includes(typeOf(recordOf(value) ?? {})),
      },
    );
    const answer = recordOf(value) ?? {};
    if (status !== 200) {
      throw refusal(label, answer);
    }
    return answer;
  }
}

const BUSY: readonly string[] = ['TooManyRequestsException', 'ThrottlingException'];

function typeOf(answer: Readonly<Record<string, unknown>>): string {
  const type = answer['__type'];
  return typeof type === 'string' ? type.replace(/^.*#/, '') : '';
}

function refusal(who: string, answer: Readonly<Record<string, unknown>>): SkybucketError {
  const said = answer['message'] ?? answer['Message'];
  const message = typeof said === 'string' ? said.slice(0, 500) : 'no reason given';
  switch (typeOf(answer)) {
    case 'InvalidRequestException':
      return new SkybucketError('format', `${who} refuses the query: ${message}`, {
        hint: 'Change the SQL, or the setting skybucket.engines (workgroup, output).',
      });
    case 'AccessDeniedException':
      return new SkybucketError('access-denied', `${who} denies access: ${message}`, {
        hint: 'Ask whoever runs the account for the right.',
      });
    case 'UnrecognizedClientException':
    case 'InvalidSignatureException':
    case 'ExpiredTokenException':
    case 'MissingAuthenticationTokenException':
      return new SkybucketError('access-denied', `${who} does not accept the keys: ${message}`, {
        hint: 'Set them anew with the command “Set Password or Keys of SQL Engine”.',
      });
    default:
      return new SkybucketError('server', `${who} failed: ${message}`, {
        hint: 'Try again later.',
      });
  }
}
